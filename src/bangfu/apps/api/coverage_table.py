"""The table of addresses: name, then each way in which the interface serves it."""

TABLE = """
set_language | none: a program has no session
gallery | none: the gallery of components
gallery_proof | none: the gallery of components
gallery_progress | none: the gallery of components
home | screen
board | screen
why_empty | screen
timeline | screen
journal | noun: journal_entries | screen
institution_list | noun: institutions | screen
new_institution | act
import_institutions | not_yet: workbooks are tried and taken on pages only
institution_template | none: an empty workbook for people to fill in
institution | noun: institutions one | screen
change_institution | act
merge_institution | act
close_institution | act
new_department | act
new_worker | act
import_departments | not_yet: workbooks are tried and taken on pages only
department_template | none: an empty workbook for people to fill in
change_department | act
worker_list | noun: workers | screen
import_workers | not_yet: workbooks are tried and taken on pages only
worker_template | none: an empty workbook for people to fill in
worker | noun: workers one | screen
change_worker | act
transfer_worker | act
retire_worker | act
upload | screen
take_upload | not_yet: workbooks are tried and taken on pages only
discard_upload | not_yet: workbooks are tried and taken on pages only
reading_list | noun: notice_readings
new_reading | act
reading | noun: notice_readings one | screen
reading_progress | screen
restart_reading | act
reading_file | not_yet: files
decide_value | act
accept_part | act
adopt_reading | act
discard_reading | act
ask_second | act
programme_list | noun: programmes | screen
new_edition | none: chooses a file; the act is adopt_edition
adopt_edition | act
programme | noun: programmes one | screen
programme_leadership | noun: parties | screen
enrol_party | act
programme_pairings | noun: pairings | screen
new_pairing | act
end_pairing | act
programme_rules | screen
programme_posts | screen
programme_targets | screen
programme_review | screen
programme_sources | screen
programme_source | not_yet: files
programme_edition | screen
programme_edition_file | not_yet: files
new_need | act
withdraw_need | act
nomination_list | noun: nominations | screen
new_nomination | act
withdraw_nomination | act
need_list | noun: needs | screen
export_needs | none: a workbook of rows that the nouns and screens hold
need | noun: needs one | screen
offer_list | noun: offers | screen
new_offer | act
agree_offers | act
appoint_offers | act
offer | noun: offers one | screen
decline_offer | act
substitute_offer | act
allow_offer | act
posting_list | noun: postings | screen
export_postings | none: a workbook of rows that the nouns and screens hold
new_posting | act
posting | noun: postings one | screen
replace_posting | act
swap_posting | act
take_step | act
week | act | screen
withdraw_exception | act
roster | act | screen
passbook | screen
passbook_of | screen
ask_correction | act
answer_correction | act
finish_correction | act
ask_leave | act
enter_leave | act
enter_return | act
name_substitute | act
withdraw_leave | act
report_back | act
approve_leave | act
refuse_leave | act
sent_duty | screen
sent_given | screen
oversight | screen
progress | screen
pointers | screen
check_pointer | act
occasions | screen
decide_occasion | act
withdraw_decision | act
enter_earlier_service | act
withdraw_earlier_service | act
close_month | act
run_list | noun: plan_runs
new_run | act
run | noun: plan_runs one | screen
run_progress | screen
stop_run | act
post_reasons | screen
run_comparison | screen
decide | act
swap | act
replan | act
send_run | act
publish_run | act
problem_file | not_yet: files
plan_file | not_yet: files
undo_decision | act
activity_list | noun: activities | screen
export_activities | none: a workbook of rows that the nouns and screens hold
activity | noun: activities one | screen
correct_activity | act
withdraw_activity | act
doubles | screen
export_doubles | none: a workbook of rows that the nouns and screens hold
settle_double | act
ledger_months | noun: ledger_months | screen
lock_month | act
reopen_month | act
enter | screen
enter_kind | act
outbox | screen
entry_worker | none: the browser's own script
draft_list | screen
draft | screen
discard_draft | act
draft_file | not_yet: files
waiting | act | screen
activity_return | act
activity_file | not_yet: files
capacity_list | noun: capacity_items | screen
capacity_export | none: a workbook of rows that the nouns and screens hold
capacity_four | screen
capacity_four_export | none: a workbook of rows that the nouns and screens hold
capacity_chains | screen
capacity_chains_export | none: a workbook of rows that the nouns and screens hold
capacity_new | none: chooses a kind; the act is new_capacity
new_capacity | act
capacity_item | noun: capacity_items one | screen
capacity_file | not_yet: files
add_capacity_proof | act
plan_capacity | act
reach_milestone | act
correct_milestone | act
undo_milestone | act
add_skill | act
skill_step | act
drop_skill | act
confirm_alone | act
return_alone | act
verify_capacity | act
stop_capacity | act
resume_capacity | act
withdraw_capacity | act
task_ledger | noun: tasks | screen
export_ledger | none: a workbook of rows that the nouns and screens hold
ledgers_to_open | screen
open_ledger | act
show_ledger | act
new_task | act
check_tasks | act | screen
contact_list | noun: contact_reports | screen
answer_contact | act
problem_list | noun: problems | screen
new_problem | act
problem | noun: problems one | act | screen
hand_in_list | noun: handed_in_ledgers | screen
hand_in | act
handed_in | noun: handed_in_ledgers one | screen
flag | act | screen
task | noun: tasks one | screen
take_task_step | act
acceptance_file | not_yet: files
pace | screen
export_targets | none: a workbook of rows that the nouns and screens hold
matrix | screen
matrix_of | screen
matrix_cell | screen
lags | screen
export_lags | none: a workbook of rows that the nouns and screens hold
explain_lag | act
lag_note | act | screen
take_lag_to_ledger | act
targets_of | screen
target | screen
share_target | act
report_figure | act
withdraw_figure | act
figure_file | not_yet: files
reviews | noun: target_reviews | act | screen
review | noun: target_reviews one | screen
request_list | noun: public_requests | screen
export_requests | none: a workbook of rows that the nouns and screens hold
request_causes | screen
keep_review | act
cause_reviews | screen
cause_review | act | screen
ask_code_list | act | screen
ask_poster | not_yet: files
end_ask_code | act
public_request | noun: public_requests one | screen
approve_release | act
withdraw_answer | act
tie_request | act
request_file | not_yet: files
request_step_file | not_yet: files
take_request_step | act
ask | open: a public page
follow_start | open: a public page
follow | open: a public page
answered | open: a public page
branch_list | noun: branches | screen
export_branches | none: a workbook of rows that the nouns and screens hold
branch_coverage | screen
new_branch | none: chooses an institution; the acts are found_branch and join_institutions
import_branches | not_yet: workbooks are tried and taken on pages only
branch_template | none: an empty workbook for people to fill in
branch_upload | not_yet: workbooks are tried and taken on pages only
take_branches | not_yet: workbooks are tried and taken on pages only
discard_branches | not_yet: workbooks are tried and taken on pages only
branch_place | screen
found_branch | act
join_institutions | act
count_place | act
branch | noun: branches one | screen
re_set_branch | act
change_secretary | act
hold_election | act
join_one | act
leave_joint | act
dissolve_branch | act
merge_branch | act
count_members | act
record_development | act
keep_paper | act
remove_paper | act
paper_file | not_yet: files
draw_list | noun: draws | screen
new_draw | act
draw | noun: draws one | screen
draw_record | not_yet: files
take_draw_step | act
own_checks | noun: spot_checks | screen
ties | act | screen
end_tie | act
finding_list | noun: findings | screen
export_findings | none: a workbook of rows that the nouns and screens hold
finding | noun: findings one | screen
take_finding_step | act
finding_file | not_yet: files
spot_check | noun: spot_checks one | screen
record_check | act
drop_check | act
raise_finding | act
check_file | not_yet: files
draw_commitment | open: a public page
indicator_list | screen
outcome | screen
statistic_list | noun: statistics | screen
enter_statistic | act
withdraw_statistic | act
indicator | screen
indicator_ranking | screen
export_indicator | none: a workbook of rows that the nouns and screens hold
round_list | noun: rounds | screen
new_round | act
round | noun: rounds one | screen
frozen_round | not_yet: files
end_round | act
take_round_step | act
round_preview | screen
round_groups | act | screen
round_ranking | screen
export_ranking | none: a workbook of rows that the nouns and screens hold
export_round | none: a workbook of rows that the nouns and screens hold
round_uses | screen
withdraw_release | act
take_back_use | act
waiting_sheets | screen
sheet | noun: sheets one | screen
give_block | act
give_points | act
take_sheet_step | act
mark_file | not_yet: files
objection | noun: objections one | act | screen
objection_file | not_yet: files
public_rounds | open: a public page
public_results | open: a public page
scheme_list | noun: schemes | screen
shipped_scheme | screen
copy_shipped | act
scheme | screen
copy_scheme | act
scheme_text | not_yet: files
scheme_workbook | not_yet: files
edit_scheme_head | act
upload_scheme | not_yet: workbooks are tried and taken on pages only
try_scheme | not_yet: score tables are tried and edited row by row on pages
end_scheme | act
add_scheme_row | not_yet: score tables are tried and edited row by row on pages
edit_scheme_row | not_yet: score tables are tried and edited row by row on pages
move_scheme_row | act
document_list | noun: documents | screen
export_documents | none: a workbook of rows that the nouns and screens hold
new_document | screen
choose_subject | act | screen
new_batch | act
document_batch | screen
batch_progress | screen
batch_archive | not_yet: files
document_templates | screen
retire_template | act
document_template | act
document_template_file | not_yet: files
document | noun: documents one | act | screen
issue_document | act
drop_draft | act
withdraw_document | act
document_file | not_yet: files
leaving | noun: handovers | screen
handover | act | screen
handover_sheet | screen
arrange_handover | act
add_handover_item | act
sign_on_paper | act
finish_handover | act
reopen_handover | act
evaluate | act
leave_note | act
closing | screen
close_ready | act
close_posting | act
voice | screen
ratings | screen
sums | screen
hear_note | act
certificate_list | noun: certificates | screen
ready_list | screen
form_list | screen
certificate | noun: certificates one | screen
paper | not_yet: files
revoke | act
issue_several | act
issue_certificate | act
registration_paper | not_yet: files
clinics | screen
renew_calendar | act
open_roster | act
close_roster | act
poster | not_yet: files
verify | open: a public page
verified | open: a public page
calendar | open: a public page
public_experts_list | open: a public page
public_experts | open: a public page
publication_list | noun: public_lists | screen
new_publication | act
publication | noun: public_lists one | screen
revise_publication | act
release_publication | act
withdraw_publication | act
story_list | noun: stories | screen
new_story | act
story | noun: stories one | screen
story_file | not_yet: files
revise_story | act
release_story | act
withdraw_story | act
public_front | open: a public page
public_lists | open: a public page
public_list | open: a public page
public_stories | open: a public page
public_story | open: a public page
story_photo | open: a public page
sign_in | none: a program has no session
sign_out | none: a program has no session
change_password | none: a program has no session
account_list | noun: accounts | screen
new_account | act
account | noun: accounts one | screen
close_account | act
give_grant | act
end_grant | act
saved_view_list | none: filters that a person keeps
save_view | none: filters that a person keeps
rename_view | none: filters that a person keeps
move_view_up | none: filters that a person keeps
delete_view | none: filters that a person keeps
subscription_list | not_yet: addresses of webhooks are kept on pages
new_subscription | not_yet: addresses of webhooks are kept on pages
one_subscription | not_yet: addresses of webhooks are kept on pages
try_subscription | not_yet: addresses of webhooks are kept on pages
pause_subscription | not_yet: addresses of webhooks are kept on pages
resume_subscription | not_yet: addresses of webhooks are kept on pages
renew_webhook_secret | not_yet: addresses of webhooks are kept on pages
end_subscription | not_yet: addresses of webhooks are kept on pages
token_list | none: tokens are made by people, not by tokens
revoke_token | none: tokens are made by people, not by tokens
new_program_account | none: tokens are made by people, not by tokens
"""

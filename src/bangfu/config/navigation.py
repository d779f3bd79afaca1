"""The side navigation, in the order of the work. An app's entries join when its pages do."""

from django.utils.translation import gettext_lazy as _

from bangfu.web.navigation import Entry

ENTRIES = (
    Entry(_("账号与权限"), "account_list", "users", "accounts.view_user", _("系统管理")),
    Entry(_("日志"), "journal", "history", "journal.view_entry", _("系统管理")),
)

"""What a posted worker takes home - certificate, form, calendar - and what anybody may check."""

"""What a password must be, said in the reader's language.

Django's Chinese catalogue lacks the sentence about the length.
"""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        return _("密码至少%(least)d个字符。") % {"least": self.min_length}

    def get_help_text(self) -> str:
        return self.get_error_message()

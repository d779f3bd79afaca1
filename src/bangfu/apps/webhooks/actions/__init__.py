"""What is done with subscriptions, and the telling itself."""

from .subscriptions import (
    end_subscription,
    pause_subscription,
    renew_secret,
    resume_subscription,
    subscribe,
)
from .telling import forget_deliveries, tell, tell_all, try_out

__all__ = [
    "end_subscription",
    "forget_deliveries",
    "pause_subscription",
    "renew_secret",
    "resume_subscription",
    "subscribe",
    "tell",
    "tell_all",
    "try_out",
]

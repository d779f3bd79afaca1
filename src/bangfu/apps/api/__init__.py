"""The open interface: what screens show and do, for programs, by the same grants."""

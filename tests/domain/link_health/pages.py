"""What the cases have in common: one report as it was captured, and what may be served in its place."""

URL = "https://news.example/2024/ferry-report"

QUOTED = "Two boats remained in the harbour all night."
SECOND_QUOTED = "The crew of 14 was brought ashore at dawn."

REPORT = "\n".join(
    [
        "Ferry stopped by the storm",
        "The ferry between the islands stopped at noon on Friday because of the storm, its office said.",
        f"{QUOTED} Their owners had tied them to the northern pier before the waves grew too high to leave.",
        "A spokeswoman said that the line would decide in the morning whether the first crossing could sail.",
        f"{SECOND_QUOTED} Nobody was hurt, and the cars on board stayed dry except for two vans.",
        "Storms of this strength come to the strait about twice in a winter, the weather service reported.",
        "The line has carried passengers across the strait since 1931 and has never lost a ship, it says.",
    ]
)

ELSEWHERE_CHANGED = REPORT.replace("about twice in a winter", "about three times in a winter")

ANOTHER_REPORT = "\n".join(
    [
        "Council argues about the new library",
        "After four hours of debate councillors put off a vote on where to build it and what it may cost.",
        "Supporters want the old mill by the river; opponents fear for the meadow behind it.",
        "A second reading is planned for the autumn, when an expert opinion about the foundations is due.",
        "Readers of the present building complain about the cold and about shelves that nobody can reach.",
    ]
)

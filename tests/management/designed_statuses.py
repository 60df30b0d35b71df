"""What each claim of the seeds was designed to come to: by headline and status, the keys of the claims."""

DESIGNED = {
    "Nagorno-Karabakh: what stands in the public record": {
        "SUPPORTED": """
            four-resolutions council-demanded agdam assembly-2008 co-chairs presidents-called
            secretary-general-said""",
        "NOT_CHECKABLE": """
            kelbadjar hostilities-should-end will-it-hold""",
        "LEANS_SUPPORTED": """
            new-fighting ceasefire contingent""",
    },
    "Three minutes at Skerrow pier": {
        "SUPPORTED": """
            deckhand-killed dozens-hurt petrel-sank sailed-after-signal harbour-office-said
            certificate-allows surgery-four pier-lost line-since-2021 company-said-dozen
            coastline-reported mail-reported radio-reported company-denied union-claimed
            lowen-on-by-law union-on-fares vask-conceded six-of-nine vask-promised orvik-warned
            lowen-demanded leaflet-on-the-signal""",
        "MIXED": """
            leaflet-says-both""",
        "CONFLICTING": """
            worst-since-1987 gusts""",
        "LEANS_SUPPORTED": """
            signal-on-the-mast aboard infirmary-27 haddad-said saloon-lights captain-said
            engine-stopped lamps-dark crew-said thruster-out last-drill because-of-cuts""",
        "REFUTED": """
            about-a-dozen captain-drinking by-law-14 thruster-by-september
            leaflet-on-the-certificate""",
        "NOT_ENOUGH_EVIDENCE": """
            not-corrected notebook islanders-said it-was-reported thruster-serviced warning-withheld
            reckless-decision company-decided second-station""",
        "NOT_CHECKABLE": """
            haddad-fear held-hands reckless something-wrong most-shameful take-it-back not-for-sale
            who-decided""",
        "LEANS_REFUTED": """
            video-lights fares""",
        "PENDING_EVENT": """
            closed-by-2050""",
    },
    "The winter timetable of the Skerrow ferry": {
        "NOT_ENOUGH_EVIDENCE": """
            begins-in-december 412-crossings eleven-more no-night-boat pier-being-mended sunday-boat-promised
            35-minutes""",
    },
}

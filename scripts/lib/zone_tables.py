"""What scripts/zones knows by itself: the time zones of subdivisions, postal codes and some telephone prefixes.

Written after the remarks in tzdata's zone.tab, the postal services' areas and the numbering plans. A place that lies in
several zones has them all.
"""

# Zone or zones, then the subdivisions by ISO 3166-2.
PLACES = """
America/New_York: US-CT US-DC US-DE US-GA US-MA US-MD US-ME US-NC US-NH US-NJ US-NY US-OH US-PA US-RI US-SC US-VA
America/New_York: US-VT US-WV
America/Chicago: US-AL US-AR US-IA US-IL US-LA US-MN US-MO US-MS US-OK US-WI
America/Denver: US-CO US-MT US-NM US-UT US-WY
America/Los_Angeles: US-CA US-WA
America/New_York America/Chicago: US-FL US-IN US-KY US-TN US-MI
America/Chicago America/Denver: US-KS US-ND US-NE US-SD US-TX
America/Denver America/Los_Angeles: US-ID US-OR US-NV
America/Phoenix America/Denver: US-AZ
America/Anchorage America/Adak: US-AK
Pacific/Honolulu: US-HI
America/Puerto_Rico: US-PR
America/St_Thomas: US-VI
Pacific/Guam: US-GU
Pacific/Saipan: US-MP
Pacific/Pago_Pago: US-AS

America/St_Johns America/Goose_Bay: CA-NL
America/Halifax: CA-NS CA-PE
America/Moncton: CA-NB
America/Toronto America/Halifax America/Blanc-Sablon: CA-QC
America/Toronto America/Atikokan America/Winnipeg: CA-ON
America/Winnipeg: CA-MB
America/Regina America/Edmonton: CA-SK
America/Edmonton: CA-AB CA-NT
America/Vancouver America/Edmonton America/Fort_Nelson: CA-BC
America/Iqaluit America/Atikokan America/Rankin_Inlet America/Cambridge_Bay: CA-NU
America/Whitehorse: CA-YT

Australia/Sydney: AU-ACT
Australia/Sydney Australia/Broken_Hill Australia/Lord_Howe: AU-NSW
Australia/Melbourne: AU-VIC
Australia/Hobart: AU-TAS
Australia/Brisbane: AU-QLD
Australia/Adelaide: AU-SA
Australia/Darwin: AU-NT
Australia/Perth Australia/Eucla: AU-WA

America/Sao_Paulo: BR-AL BR-AP BR-BA BR-CE BR-DF BR-ES BR-GO BR-MA BR-MG BR-PA BR-PB BR-PI BR-PR BR-RJ BR-RN BR-RS BR-SC
America/Sao_Paulo: BR-SE BR-SP BR-TO
America/Recife America/Noronha: BR-PE
America/Campo_Grande: BR-MS
America/Cuiaba: BR-MT
America/Porto_Velho: BR-RO
America/Boa_Vista: BR-RR
America/Manaus America/Eirunepe: BR-AM
America/Rio_Branco: BR-AC

America/Mexico_City: MX-AGU MX-CAM MX-CHP MX-CMX MX-COL MX-DUR MX-GRO MX-GUA MX-HID MX-JAL MX-MEX MX-MIC MX-MOR MX-OAX
America/Mexico_City: MX-PUE MX-QUE MX-SLP MX-TAB MX-TLA MX-VER MX-YUC MX-ZAC
America/Monterrey America/Matamoros: MX-COA MX-NLE MX-TAM
America/Chihuahua America/Ciudad_Juarez America/Ojinaga: MX-CHH
America/Mazatlan: MX-BCS MX-SIN
America/Mazatlan America/Bahia_Banderas: MX-NAY
America/Hermosillo: MX-SON
America/Tijuana: MX-BCN
America/Cancun: MX-ROO

Europe/Kaliningrad: RU-KGD
Europe/Moscow: RU-AD RU-ARK RU-BEL RU-BRY RU-CE RU-CU RU-DA RU-IN RU-IVA RU-KB RU-KC RU-KDA RU-KL RU-KLU RU-KO RU-KOS
Europe/Moscow: RU-KR RU-KRS RU-LEN RU-LIP RU-ME RU-MO RU-MOS RU-MOW RU-MUR RU-NEN RU-NGR RU-NIZ RU-ORL RU-PNZ RU-PSK
Europe/Moscow: RU-ROS RU-RYA RU-SE RU-SMO RU-SPE RU-STA RU-TA RU-TAM RU-TUL RU-TVE RU-VLA RU-VLG RU-VOR RU-YAR
Europe/Kirov: RU-KIR
Europe/Volgograd: RU-VGG
Europe/Astrakhan: RU-AST
Europe/Saratov: RU-SAR
Europe/Ulyanovsk: RU-ULY
Europe/Samara: RU-SAM RU-UD
Asia/Yekaterinburg: RU-BA RU-CHE RU-KGN RU-KHM RU-ORE RU-PER RU-SVE RU-TYU RU-YAN
Asia/Omsk: RU-OMS
Asia/Novosibirsk: RU-NVS
Asia/Barnaul: RU-AL RU-ALT
Asia/Tomsk: RU-TOM
Asia/Novokuznetsk: RU-KEM
Asia/Krasnoyarsk: RU-KK RU-KYA RU-TY
Asia/Irkutsk: RU-BU RU-IRK
Asia/Chita: RU-ZAB
Asia/Yakutsk: RU-AMU
Asia/Yakutsk Asia/Vladivostok Asia/Srednekolymsk: RU-SA
Asia/Vladivostok: RU-KHA RU-PRI RU-YEV
Asia/Magadan: RU-MAG
Asia/Sakhalin: RU-SAK
Asia/Kamchatka: RU-KAM
Asia/Anadyr: RU-CHU

Asia/Jakarta: ID-AC ID-BB ID-BE ID-BT ID-JA ID-JB ID-JI ID-JK ID-JT ID-KB ID-KR ID-KT ID-LA ID-RI ID-SB ID-SS ID-SU ID-YO
Asia/Makassar: ID-BA ID-GO ID-KI ID-KS ID-KU ID-NB ID-NT ID-SA ID-SG ID-SN ID-SR ID-ST
Asia/Jayapura: ID-MA ID-MU ID-PA ID-PB ID-PD ID-PE ID-PS ID-PT

Atlantic/Canary: ES-CN ES-GC ES-TF
Europe/Lisbon: PT-01 PT-02 PT-03 PT-04 PT-05 PT-06 PT-07 PT-08 PT-09 PT-10 PT-11 PT-12 PT-13 PT-14 PT-15 PT-16 PT-17 PT-18
Atlantic/Madeira: PT-30
Atlantic/Azores: PT-20
America/Punta_Arenas: CL-MA
America/Coyhaique: CL-AI
America/Santiago: CL-AN CL-AP CL-AR CL-AT CL-BI CL-CO CL-LI CL-LL CL-LR CL-ML CL-NB CL-RM CL-TA CL-VS
Pacific/Galapagos: EC-W
Asia/Hovd: MN-043 MN-046 MN-071
Pacific/Chatham: NZ-CIT
Pacific/Bougainville: PG-NSB
America/Guadeloupe: FR-971
America/Martinique: FR-972
America/Cayenne: FR-973
Indian/Reunion: FR-974
Indian/Mayotte: FR-976
"""

# Zone or zones, or a subdivision of the table above; then the beginnings of postal codes, the longest counts. `15-18` is
# each of them.
POSTAL = {
    "US": """
        US-NY: 005 10-14 063
        US-PR: 006-007 009
        US-VI: 008
        US-MA: 010-027 055
        US-RI: 028-029
        US-NH: 030-038
        US-ME: 039-049
        US-VT: 050-054 056-059
        US-CT: 060-062 064-069
        US-NJ: 07-08
        US-PA: 150-196
        US-DE: 197-199
        US-DC: 200 202-205 569
        US-VA: 201 220-246
        US-MD: 206-219
        US-WV: 247-268
        US-NC: 270-289
        US-SC: 290-299
        US-GA: 300-319 398-399
        America/New_York: 320-323 326-339 341-342 344 346-347 349
        US-FL: 324
        America/Chicago: 325
        US-AL: 350-369
        US-TN: 370-385
        US-MS: 386-397
        US-KY: 400-427
        US-OH: 430-459
        US-IN: 460-479
        US-MI: 480-499
        US-IA: 500-528
        US-WI: 530-549
        US-MN: 550-567
        US-SD: 570-577
        US-ND: 580-588
        US-MT: 590-599
        US-IL: 600-629
        US-MO: 630-658
        US-KS: 660-679
        US-NE: 680-693
        US-LA: 700-714
        US-AR: 716-729
        US-OK: 730-732 734-749
        America/Chicago: 733 750-797
        US-TX: 798-799 885
        US-CO: 800-816
        US-WY: 820-831
        US-ID: 832-838
        US-UT: 840-847
        US-AZ: 850-865
        US-NM: 870-884
        US-NV: 889-898
        US-CA: 900-961
        US-HI: 967-968
        Pacific/Pago_Pago: 96799
        US-OR: 970-979
        US-WA: 980-994
        US-AK: 995-999
    """,
    "CA": """
        CA-NL: A
        CA-NS: B
        CA-PE: C
        CA-NB: E
        CA-QC: G
        America/Toronto: H J K L M N
        CA-ON: P
        CA-MB: R
        CA-SK: S
        CA-AB: T
        CA-BC: V
        America/Edmonton America/Iqaluit America/Atikokan America/Rankin_Inlet America/Cambridge_Bay: X
        CA-YT: Y
    """,
    "AU": """
        AU-NT: 08-09
        AU-ACT: 02
        Australia/Sydney: 1-2
        Australia/Broken_Hill Australia/Sydney: 2880
        Australia/Lord_Howe: 2898
        AU-VIC: 3 8
        AU-QLD: 4 9
        AU-SA: 5
        AU-WA: 6
        AU-TAS: 7
    """,
    "BR": """
        America/Sao_Paulo: 0-4 57-65 660-689 70-75 760-767 77 8-9
        BR-PE: 50-56
        BR-MT: 78
        BR-MS: 79
        BR-RO: 768-769
        BR-RR: 693
        BR-AC: 699
        BR-AM: 690-692 694-698
    """,
    "MX": """
        America/Mexico_City: 0-1 20 24 28-30 34-39 4-5 60-62 68-76 78-79 86 90-99
        MX-BCN: 21-22
        MX-BCS: 23
        MX-COA: 25-27
        MX-CHH: 31-33
        MX-NAY: 63
        MX-NLE: 64-67
        MX-ROO: 77
        MX-SIN: 80-82
        MX-SON: 83-85
        MX-TAM: 87-89
    """,
    "ES": """
        Europe/Madrid: 0-5
        Atlantic/Canary: 35 38
    """,
    "PT": """
        Europe/Lisbon: 1-8
        Atlantic/Madeira: 90-94
        Atlantic/Azores: 95-99
    """,
    "FR": """
        FR-971: 971
        FR-972: 972
        FR-973: 973
        FR-974: 974
        America/Miquelon: 975
        FR-976: 976
        America/St_Barthelemy: 97133
        America/Marigot: 97150
        Pacific/Wallis: 986
        Pacific/Tahiti Pacific/Marquesas Pacific/Gambier: 987
        Pacific/Noumea: 988
    """,
}

# Calling codes whose prefixes the package gives too coarsely to go by, after the numbering plans; nothing else is taken.
PREFIXES = {
    61: """
        Australia/Sydney: 612
        Australia/Melbourne: 613
        Australia/Brisbane Australia/Sydney: 617
        Australia/Adelaide Australia/Darwin Australia/Perth: 618
        Indian/Cocos: 6189162
        Indian/Christmas: 6189164
    """,
    55: """
        America/Sao_Paulo: 551-554 5561-5564 557 5580 5582-5586 5588-5589 5591 5593-5594 5596 5598-5599
        America/Recife America/Noronha: 5581 5587
        America/Cuiaba: 5565-5566
        America/Campo_Grande: 5567
        America/Rio_Branco: 5568
        America/Porto_Velho: 5569
        America/Manaus: 5592
        America/Boa_Vista: 5595
        America/Manaus America/Eirunepe: 5597
    """,
}
# Since 2016 Saratov has been an hour ahead of Moscow; and Kaliningrad is not Bucharest.
CORRECTED = {"7845": ["Europe/Saratov"], "740": ["Europe/Kaliningrad"]}
# Area codes of these belong to mobile numbers too.
MOBILE_WITH_AREA = {52, 54, 55}
# Toll-free and other numbers without an area: over all 25 countries of North America no hour would be common.
COUNTRIES_OF_CODE = {1: ["US", "CA"]}

"""Codes of countries and languages: which there are, and what countries are called.

A code that only has the right shape is worse than none: it is stored, filtered by and exported, and means
nothing to anybody.
"""

import re
from collections.abc import Mapping
from typing import Final

_COUNTRIES = """
    AD Andorra; AE United Arab Emirates; AF Afghanistan; AG Antigua and Barbuda; AI Anguilla; AL Albania; AM
    Armenia; AO Angola; AQ Antarctica; AR Argentina; AS American Samoa; AT Austria; AU Australia; AW Aruba;
    AX Åland Islands; AZ Azerbaijan; BA Bosnia and Herzegovina; BB Barbados; BD Bangladesh; BE Belgium; BF
    Burkina Faso; BG Bulgaria; BH Bahrain; BI Burundi; BJ Benin; BL Saint Barthélemy; BM Bermuda; BN Brunei;
    BO Bolivia; BQ Caribbean Netherlands; BR Brazil; BS Bahamas; BT Bhutan; BV Bouvet Island; BW Botswana;
    BY Belarus; BZ Belize; CA Canada; CC Cocos (Keeling) Islands; CD Congo, Democratic Republic; CF Central
    African Republic; CG Congo, Republic; CH Switzerland; CI Côte d’Ivoire; CK Cook Islands; CL Chile; CM
    Cameroon; CN China; CO Colombia; CR Costa Rica; CU Cuba; CV Cape Verde; CW Curaçao; CX Christmas Island;
    CY Cyprus; CZ Czechia; DE Germany; DJ Djibouti; DK Denmark; DM Dominica; DO Dominican Republic; DZ
    Algeria; EC Ecuador; EE Estonia; EG Egypt; EH Western Sahara; ER Eritrea; ES Spain; ET Ethiopia; EU
    European Union; FI Finland; FJ Fiji; FK Falkland Islands; FM Micronesia; FO Faroe Islands; FR France; GA
    Gabon; GB United Kingdom; GD Grenada; GE Georgia; GF French Guiana; GG Guernsey; GH Ghana; GI Gibraltar;
    GL Greenland; GM Gambia; GN Guinea; GP Guadeloupe; GQ Equatorial Guinea; GR Greece; GS South Georgia; GT
    Guatemala; GU Guam; GW Guinea-Bissau; GY Guyana; HK Hong Kong; HM Heard and McDonald Islands; HN
    Honduras; HR Croatia; HT Haiti; HU Hungary; ID Indonesia; IE Ireland; IL Israel; IM Isle of Man; IN
    India; IO British Indian Ocean Territory; IQ Iraq; IR Iran; IS Iceland; IT Italy; JE Jersey; JM Jamaica;
    JO Jordan; JP Japan; KE Kenya; KG Kyrgyzstan; KH Cambodia; KI Kiribati; KM Comoros; KN Saint Kitts and
    Nevis; KP Korea, North; KR Korea, South; KW Kuwait; KY Cayman Islands; KZ Kazakhstan; LA Laos; LB
    Lebanon; LC Saint Lucia; LI Liechtenstein; LK Sri Lanka; LR Liberia; LS Lesotho; LT Lithuania; LU
    Luxembourg; LV Latvia; LY Libya; MA Morocco; MC Monaco; MD Moldova; ME Montenegro; MF Saint Martin
    (French); MG Madagascar; MH Marshall Islands; MK North Macedonia; ML Mali; MM Myanmar; MN Mongolia; MO
    Macau; MP Northern Mariana Islands; MQ Martinique; MR Mauritania; MS Montserrat; MT Malta; MU Mauritius;
    MV Maldives; MW Malawi; MX Mexico; MY Malaysia; MZ Mozambique; NA Namibia; NC New Caledonia; NE Niger;
    NF Norfolk Island; NG Nigeria; NI Nicaragua; NL Netherlands; NO Norway; NP Nepal; NR Nauru; NU Niue; NZ
    New Zealand; OM Oman; PA Panama; PE Peru; PF French Polynesia; PG Papua New Guinea; PH Philippines; PK
    Pakistan; PL Poland; PM Saint Pierre and Miquelon; PN Pitcairn; PR Puerto Rico; PS Palestine; PT
    Portugal; PW Palau; PY Paraguay; QA Qatar; RE Réunion; RO Romania; RS Serbia; RU Russia; RW Rwanda; SA
    Saudi Arabia; SB Solomon Islands; SC Seychelles; SD Sudan; SE Sweden; SG Singapore; SH Saint Helena; SI
    Slovenia; SJ Svalbard and Jan Mayen; SK Slovakia; SL Sierra Leone; SM San Marino; SN Senegal; SO
    Somalia; SR Suriname; SS South Sudan; ST São Tomé and Príncipe; SV El Salvador; SX Sint Maarten (Dutch);
    SY Syria; SZ Eswatini; TC Turks and Caicos Islands; TD Chad; TF French Southern Territories; TG Togo; TH
    Thailand; TJ Tajikistan; TK Tokelau; TL Timor-Leste; TM Turkmenistan; TN Tunisia; TO Tonga; TR Türkiye;
    TT Trinidad and Tobago; TV Tuvalu; TW Taiwan; TZ Tanzania; UA Ukraine; UG Uganda; UM US Outlying
    Islands; UN United Nations; US United States; UY Uruguay; UZ Uzbekistan; VA Vatican City; VC Saint
    Vincent and the Grenadines; VE Venezuela; VG Virgin Islands (British); VI Virgin Islands (US); VN
    Vietnam; VU Vanuatu; WF Wallis and Futuna; WS Samoa; XK Kosovo; YE Yemen; YT Mayotte; ZA South Africa;
    ZM Zambia; ZW Zimbabwe
"""

COUNTRIES: Final[Mapping[str, str]] = dict(
    entry.strip().split(" ", 1) for entry in " ".join(_COUNTRIES.split()).split(";")
)
"""Names by code: ISO 3166-1 alpha-2, and the codes reserved for what publishes like a country (the European
Union, the United Nations) or is one to many (Kosovo).
"""

_BY_NAME: Final = {name.casefold(): code for code, name in COUNTRIES.items()}
_LANGUAGES = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz
    ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik
    in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg
    mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro
    ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty
    ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_TWO_LETTERS: Final = frozenset(_LANGUAGES.split())
"""ISO 639-1, with the codes that were withdrawn from it and are still met."""

_LANGUAGE_TAG: Final = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z0-9]{1,8})*")


def country_meant(text: str) -> str:
    """The code of the country that is called so, or has this code; otherwise the text as it is."""
    return _BY_NAME.get(text.casefold(), text)


def is_language_tag(text: str) -> bool:
    """Whether `text` is a BCP 47 tag (RFC 5646) for a language that there is: of two letters a known one; of
    three letters, of which there are thousands, any.
    """
    found = _LANGUAGE_TAG.fullmatch(text)
    return found is not None and (len(found[1]) == 3 or found[1].lower() in _TWO_LETTERS)

//! The rows, by what they mean. Sources: Twilio's error dictionary, its pages on
//! WhatsApp, and the codes that public connectors list.

use uip_kit::FailureCategory::{
    Authentication, Configuration, Media, Permission, Policy, Recipient, Request, Service,
    Template, Throttled, Window,
};
use uip_kit::error_numbers::{Meaning, Row};

pub static ROWS: &[Row] = &[
    (
        &[(20_003, 20_003), (63_001, 63_001)],
        Meaning::permanent(
            Authentication,
            "Check the properties accountSid and authToken, or apiKeySid and apiKeySecret: they \
             must belong to one account that is active, and a key to the region of apiBaseUrl.",
        ),
    ),
    (
        &[(20_006, 20_006), (20_010, 20_010), (20_403, 20_403)],
        Meaning::permanent(
            Permission,
            "Give the API key the permission for this, or use one of the account itself.",
        ),
    ),
    (
        &[(20_005, 20_005), (30_002, 30_002)],
        Meaning::permanent(
            Policy,
            "Twilio suspended the account or did not activate it: see Twilio's console.",
        ),
    ),
    (
        &[(21_408, 21_408), (21_608, 21_608)],
        Meaning::permanent(
            Policy,
            "The account may not send to this number: verify it while the account is a trial, or \
             allow its country in Twilio's console under Geo permissions.",
        ),
    ),
    (
        &[(63_112, 63_112), (63_051, 63_051)],
        Meaning::permanent(
            Policy,
            "Meta disabled the WhatsApp account, or locked the sender: see WhatsApp Manager, and \
             register the sender again.",
        ),
    ),
    (
        &[
            (30_007, 30_007),
            (63_013, 63_013),
            (63_026, 63_026),
            (63_049, 63_049),
            (63_055, 63_055),
            (63_056, 63_056),
            (63_058, 63_058),
        ],
        Meaning::permanent(
            Policy,
            "WhatsApp's policy forbids this message: change its content, or do not send it to \
             this recipient.",
        ),
    ),
    (
        &[(20_008, 20_008)],
        Meaning::permanent(
            Configuration,
            "Use the account's live credentials: test credentials send nothing.",
        ),
    ),
    (
        &[
            (21_212, 21_212),
            (21_601, 21_601),
            (21_606, 21_606),
            (21_657, 21_657),
            (21_659, 21_661),
            (21_910, 21_910),
            (63_002, 63_002),
            (63_007, 63_007),
        ],
        Meaning::permanent(
            Configuration,
            "Set the property from to a WhatsApp sender of this account, as Twilio's console \
             shows it under Messaging, Senders.",
        ),
    ),
    (
        &[(21_609, 21_609), (21_626, 21_626)],
        Meaning::permanent(
            Configuration,
            "Correct the property statusCallbackUrl: Twilio must be able to call it.",
        ),
    ),
    (
        &[(21_701, 21_705), (21_711, 21_711), (21_712, 21_712)],
        Meaning::permanent(
            Configuration,
            "Correct the property messagingServiceSid, and add the WhatsApp sender to that \
             Messaging Service.",
        ),
    ),
    (
        &[
            (63_008, 63_008),
            (63_020, 63_020),
            (63_022, 63_022),
            (63_059, 63_059),
            (63_100, 63_111),
            (63_113, 63_115),
        ],
        Meaning::permanent(
            Configuration,
            "Complete the set-up of the WhatsApp sender in Twilio's console and in Meta's \
             Business Manager.",
        ),
    ),
    (
        &[(21_610, 21_610), (63_033, 63_033), (63_050, 63_050)],
        Meaning::permanent(
            Recipient,
            "The recipient asked for no more messages: do not send any.",
        ),
    ),
    (
        &[(63_015, 63_015)],
        Meaning::permanent(
            Recipient,
            "The recipient must first send join and the sandbox's word to the sandbox's number; \
             this lasts three days.",
        ),
    ),
    (
        &[
            (21_211, 21_211),
            (21_612, 21_612),
            (21_614, 21_614),
            (21_635, 21_635),
            (63_003, 63_003),
            (63_014, 63_014),
            (63_024, 63_024),
            (63_032, 63_032),
            (63_035, 63_035),
            (63_036, 63_036),
        ],
        Meaning::permanent(
            Recipient,
            "Check the recipient's number: it must be on WhatsApp and accept messages of this \
             business. A user id works only where Twilio has switched that on.",
        ),
    ),
    (
        &[(63_016, 63_016)],
        Meaning::permanent(
            Window,
            "Send an approved template: more than 24 hours have passed since the customer last \
             wrote.",
        ),
    ),
    (
        &[(63_053, 63_053)],
        Meaning::temporary(
            Template,
            Some(600),
            "The template is not synchronised yet: try again after the wait.",
        ),
    ),
    (
        &[(63_029, 63_029)],
        Meaning::temporary(
            Template,
            None,
            "The recipient's phone could not fetch the template: try again later.",
        ),
    ),
    (
        &[
            (21_654, 21_656),
            (21_658, 21_658),
            (63_027, 63_027),
            (63_028, 63_028),
            (63_040, 63_045),
            (63_047, 63_047),
            (63_054, 63_054),
            (92_002, 92_002),
            (92_007, 92_007),
            (92_009, 92_009),
        ],
        Meaning::permanent(
            Template,
            "Correct the template or its variables: listTemplates shows the definition and its \
             state.",
        ),
    ),
    (
        &[
            (11_200, 11_200),
            (11_751, 11_751),
            (12_300, 12_300),
            (21_620, 21_620),
            (21_623, 21_623),
            (63_019, 63_019),
            (63_025, 63_025),
            (63_034, 63_034),
            (63_037, 63_037),
        ],
        Meaning::permanent(
            Media,
            "Twilio must be able to fetch the file without a login: check its address, its type \
             and its size.",
        ),
    ),
    (
        &[(20_429, 20_429)],
        Meaning::temporary(
            Throttled,
            None,
            "Wait before trying again, and send fewer messages at the same time.",
        ),
    ),
    (
        &[(21_611, 21_611), (30_001, 30_001)],
        Meaning::temporary(
            Throttled,
            Some(600),
            "The sender's queue is full: send more slowly.",
        ),
    ),
    (
        &[(63_017, 63_017), (63_018, 63_018), (63_057, 63_057)],
        Meaning::temporary(
            Throttled,
            Some(60),
            "Wait before trying again, and send more slowly.",
        ),
    ),
    (
        &[(63_038, 63_038)],
        Meaning::temporary(
            Throttled,
            Some(3600),
            "The account has reached its limit for today: try again tomorrow, or ask Twilio to \
             raise it.",
        ),
    ),
    (
        &[(20_162, 20_162), (20_409, 20_409)],
        Meaning::temporary(Service, None, "Try again."),
    ),
    (
        &[(63_009, 63_012)],
        Meaning::temporary(Service, None, "Twilio or WhatsApp failed: try again."),
    ),
    (
        &[(30_008, 30_008), (63_023, 63_023)],
        Meaning::permanent(
            Service,
            "WhatsApp gave no reason. Check the message and the recipient before you send it \
             again.",
        ),
    ),
    (
        &[(30_409, 30_409)],
        Meaning::permanent(
            Request,
            "The message can no longer be canceled: read its status with getMessageStatus.",
        ),
    ),
    (
        &[(20_404, 20_404)],
        Meaning::permanent(
            Request,
            "Check the id in the request, and the property accountSid: a message belongs to one \
             account.",
        ),
    ),
    (
        &[
            (20_001, 20_001),
            (20_413, 20_413),
            (20_422, 20_422),
            (21_401, 21_401),
            (21_421, 21_421),
            (21_602, 21_604),
            (21_617, 21_619),
            (21_624, 21_624),
            (63_005, 63_005),
            (63_006, 63_006),
            (63_021, 63_021),
            (63_030, 63_030),
            (63_031, 63_031),
        ],
        Meaning::permanent(
            Request,
            "Correct the part of the request that the error names.",
        ),
    ),
];

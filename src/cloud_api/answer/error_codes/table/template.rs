//! Templates, their forms, and Direct Send.

use super::super::MINUTE;
use super::{Row, only};
use uip_kit::FailureCategory::Template;
use uip_kit::error_numbers::Meaning;

pub static ROWS: &[Row] = &[
    (
        &[only(132_000)],
        Meaning::permanent(
            Template,
            "Give one parameter for each variable in the template's header and body. If the \
             variables are named, also give each name (bodyParameters[].name).",
        ),
    ),
    (
        &[only(132_001)],
        Meaning::permanent(
            Template,
            "No approved template has this name in this language: check templateName and \
             languageCode in WhatsApp Manager.",
        ),
    ),
    (
        &[only(132_005)],
        Meaning::permanent(
            Template,
            "The text with its parameters is too long: shorten the parameters.",
        ),
    ),
    (
        &[only(132_007)],
        Meaning::permanent(
            Template,
            "The text violates WhatsApp's rules for templates: change the parameters.",
        ),
    ),
    (
        &[only(132_008), only(132_012), only(132_018)],
        Meaning::permanent(
            Template,
            "A parameter does not match the template: check its type, length and line breaks. If \
             the variables are named, check its name (bodyParameters[].name). If the header has \
             an image, video or document, give it in the field header.",
        ),
    ),
    (
        &[only(132_015), only(132_016), only(141_002)],
        Meaning::permanent(
            Template,
            "The template is not approved, or is paused or disabled for low quality: change it in \
             WhatsApp Manager, or use another.",
        ),
    ),
    (
        &[only(132_021)],
        Meaning::permanent(
            Template,
            "A template with this name exists and was not created by Direct Send: choose another \
             direct_send_config.template_name.",
        ),
    ),
    // Creating, changing and deleting templates.
    (
        &[only(2_388_023)],
        Meaning::permanent(
            Template,
            "A template with this name and language was deleted, and WhatsApp blocks the name for \
             up to 30 days: choose another name.",
        ),
    ),
    (
        &[only(2_388_024)],
        Meaning::permanent(
            Template,
            "This template exists already in this language: listTemplates shows it. Change it with \
             updateTemplate, or choose another name.",
        ),
    ),
    (
        &[only(2_593_002)],
        Meaning::permanent(
            Template,
            "No template has this name, or this id together with this name: listTemplates shows \
             all templates.",
        ),
    ),
    (
        &[only(132_068)],
        Meaning::permanent(
            Template,
            "The form of this template is blocked: fix it in WhatsApp Manager.",
        ),
    ),
    (
        &[only(134_101)],
        Meaning::temporary(
            Template,
            Some(10 * MINUTE),
            "The template is still being prepared: wait 10 minutes, then try again.",
        ),
    ),
    (
        &[only(131_055), only(131_063), only(134_100), only(134_102)],
        Meaning::permanent(
            Template,
            "This template cannot be sent this way: WhatsApp's Marketing Messages API accepts \
             only marketing templates, and some templates can only be sent with it.",
        ),
    ),
];

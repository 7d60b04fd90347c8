/// The least likeness of two names, from 0 to 1, that counts as a slip.
const LIKE: f64 = 0.75;
/// The same for two words of names.
const LIKE_WORD: f64 = 0.8;
/// The most characters of a name that are compared: names come from outside.
const MOST_COMPARED: usize = 80;
/// How many names are suggested at once. Where more are as near, none is.
const MOST_SUGGESTED: usize = 3;

/// A hint for a name that is not known: "did you mean `x`?" when one of the
/// known names is near, else the list of all of them.
pub fn did_you_mean<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match suggestion(given, known.iter().copied()) {
        Some(suggestion) => suggestion,
        None if known.is_empty() => "there are none".to_owned(),
        None => format!("known: {}", known.join(", ")),
    }
}

/// "did you mean `x`?" when one of the known names is near. Unlike
/// [`did_you_mean`] it never lists all of them, which may be many.
pub fn suggestion<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    suggestion_of(&nearest(given, known))
}

/// [`suggestion`] of names whose nearness is known.
pub fn suggestion_of(near: &[&str]) -> Option<String> {
    let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
    let near: Vec<&str> = near.iter().map(String::as_str).collect();
    (!near.is_empty()).then(|| format!("did you mean {}?", enumeration(&near, "or")))
}

/// Names in a sentence: `a`, `a or b`, `a, b or c`, where `word` is `or`.
pub fn enumeration(names: &[&str], word: &str) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [rest @ .., last] => format!("{} {word} {last}", rest.join(", ")),
    }
}

/// The known names that are nearest to a given one, at most three, which are
/// as near as each other. None where nothing is near.
///
/// Capitals, hyphens and underscores do not count. A name is near that has all
/// the words of the given one (`sendTemplate` for `sendMessageTextTemplate`),
/// or that differs in a few letters.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let given = Name::new(given);
    let mut best = 0.0;
    let mut nearest: Vec<&str> = Vec::new();
    for name in known {
        let likeness = given.likeness(&Name::new(name));
        if likeness > best {
            best = likeness;
            nearest.clear();
        }
        if likeness > 0.0 && likeness >= best {
            nearest.push(name);
        }
    }
    if nearest.len() > MOST_SUGGESTED {
        nearest.clear();
    }
    nearest
}

/// A name as it is compared.
struct Name {
    letters: String,
    words: Vec<String>,
}

impl Name {
    fn new(name: &str) -> Self {
        let mut words: Vec<String> = Vec::new();
        let mut begins = true;
        for character in name.chars().take(MOST_COMPARED) {
            if matches!(character, '-' | '_' | ' ' | '.') {
                begins = true;
                continue;
            }
            begins |= character.is_uppercase();
            match words.last_mut() {
                Some(word) if !begins => word.extend(character.to_lowercase()),
                _ => words.push(character.to_lowercase().collect()),
            }
            begins = false;
        }
        Self {
            letters: words.concat(),
            words,
        }
    }

    /// From 0, not alike, to 3, the same. What differs in a few letters alone
    /// comes after what has all the words.
    fn likeness(&self, known: &Self) -> f64 {
        if self.letters.is_empty() || self.letters == known.letters {
            return if self.letters.is_empty() { 0.0 } else { 3.0 };
        }
        let letters = strsim::normalized_damerau_levenshtein(&self.letters, &known.letters);
        let has_all = self.words.len() > 1 && self.words.iter().all(|word| known.has(word));
        if has_all {
            2.0 + ratio(self.words.len(), known.words.len())
        } else if letters >= LIKE {
            letters
        } else {
            0.0
        }
    }

    fn has(&self, word: &str) -> bool {
        self.words
            .iter()
            .any(|own| strsim::normalized_damerau_levenshtein(own, word) >= LIKE_WORD)
    }
}

/// How much of the known name was given.
fn ratio(given: usize, known: usize) -> f64 {
    let given = u32::try_from(given).unwrap_or(u32::MAX);
    let known = u32::try_from(known).unwrap_or(u32::MAX);
    (f64::from(given) / f64::from(known)).min(0.99)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMANDS: &[&str] = &[
        "sendMessageText",
        "sendMessageTextTemplate",
        "sendMessageReaction",
        "processWebhook",
        "sendMessageMedia",
        "sendMessageButtons",
        "sendMessageList",
        "sendMessageLocation",
        "sendMessageLocationRequest",
        "uploadMedia",
        "getMedia",
        "downloadMedia",
        "deleteMedia",
        "listTemplates",
        "renderTemplate",
        "markMessageRead",
        "testConnection",
        "createChatLink",
    ];

    fn meant(given: &str) -> Vec<&'static str> {
        nearest(given, COMMANDS.iter().copied())
    }

    #[test]
    fn a_name_that_lacks_a_word_is_found() {
        for (given, name) in [
            ("sendMessageTemplate", "sendMessageTextTemplate"),
            ("sendTemplate", "sendMessageTextTemplate"),
            ("send-template", "sendMessageTextTemplate"),
            ("sendText", "sendMessageText"),
            ("sendMedia", "sendMessageMedia"),
            ("markRead", "markMessageRead"),
            ("chatLink", "createChatLink"),
        ] {
            assert_eq!(meant(given), [name], "{given}");
        }
    }

    #[test]
    fn a_slip_of_the_finger_is_found() {
        for (given, name) in [
            ("sendmessagetext", "sendMessageText"),
            ("send-message-text", "sendMessageText"),
            ("send_message_text", "sendMessageText"),
            ("sendMesageTxt", "sendMessageText"),
            ("uplaodMedia", "uploadMedia"),
            ("listTemplate", "listTemplates"),
            ("proccessWebhook", "processWebhook"),
        ] {
            assert_eq!(meant(given), [name], "{given}");
        }
    }

    #[test]
    fn what_could_be_any_of_many_is_none_of_them() {
        assert_eq!(meant("sendMessage"), [] as [&str; 0]);
        assert_eq!(meant("zzz"), [] as [&str; 0]);
        assert_eq!(meant(""), [] as [&str; 0]);
    }

    #[test]
    fn a_near_name_is_suggested_and_a_far_one_gets_the_list() {
        let known = ["phoneNumber", "message"];
        assert_eq!(
            did_you_mean("phonenumber", known),
            "did you mean `phoneNumber`?"
        );
        assert_eq!(did_you_mean("zzz", known), "known: phoneNumber, message");
        assert_eq!(did_you_mean("zzz", []), "there are none");
        assert_eq!(
            did_you_mean("pageA", ["pageB", "pageC"]),
            "did you mean `pageB` or `pageC`?"
        );
    }
}

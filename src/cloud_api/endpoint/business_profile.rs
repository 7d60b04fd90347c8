//! What customers see about the business.

use crate::bindings::uip::whatsapp::account::{BusinessProfile, ProfileField};
use crate::configuration::PhoneNumberId;
use uip_kit::json::{Object, Raw};

const ALL: [ProfileField; 7] = [
    ProfileField::About,
    ProfileField::Address,
    ProfileField::Description,
    ProfileField::Email,
    ProfileField::Websites,
    ProfileField::Vertical,
    ProfileField::PictureUrl,
];

/// The path of the profile.
pub fn path(number: &PhoneNumberId) -> String {
    [number.as_str(), "/whatsapp_business_profile"].concat()
}

/// The path that asks for these parts of the profile; for all of them, if there
/// are none.
pub fn path_of(number: &PhoneNumberId, fields: &[ProfileField]) -> String {
    let fields = if fields.is_empty() { &ALL } else { fields };
    let mut path = path(number);
    path.push_str("?fields=");
    for (place, field) in fields.iter().enumerate() {
        if place > 0 {
            path.push(',');
        }
        path.push_str(match field {
            ProfileField::About => "about",
            ProfileField::Address => "address",
            ProfileField::Description => "description",
            ProfileField::Email => "email",
            ProfileField::Websites => "websites",
            ProfileField::Vertical => "vertical",
            ProfileField::PictureUrl => "profile_picture_url",
        });
    }
    path
}

/// Reads an answer: the list `data` with the one profile is a must. A part that
/// is empty is as one that is not there.
pub fn read(answer: &Object<'_>) -> Option<BusinessProfile> {
    let profile = answer.items("data").find_map(Raw::object)?;
    let text = |name| profile.text(name).filter(|text| !text.is_empty());
    let websites = profile.items("websites").filter_map(Raw::text);
    Some(BusinessProfile {
        about: text("about"),
        address: text("address"),
        description: text("description"),
        email: text("email"),
        websites: websites
            .filter(|website| !website.is_empty())
            .map(Into::into)
            .collect(),
        vertical: text("vertical"),
        picture_url: text("profile_picture_url"),
    })
}

#[cfg(test)]
mod tests {
    use super::{path_of, read};
    use crate::bindings::uip::whatsapp::account::{BusinessProfile, ProfileField};
    use crate::configuration::PhoneNumberId;
    use uip_kit::json::Document;

    fn profile(json: &str) -> Option<BusinessProfile> {
        read(&Document::parse(json).unwrap().object().unwrap())
    }

    #[test]
    fn the_fields_are_asked_for_as_meta_names_them() {
        let number = PhoneNumberId::parse("7").unwrap();
        let path = "7/whatsapp_business_profile?fields=";
        assert_eq!(
            path_of(&number, &[]),
            format!("{path}about,address,description,email,websites,vertical,profile_picture_url")
        );
        let two = [ProfileField::PictureUrl, ProfileField::Email];
        assert_eq!(
            path_of(&number, &two),
            format!("{path}profile_picture_url,email")
        );
    }

    #[test]
    fn what_is_empty_or_of_another_type_is_absent() {
        let whole = profile(
            r#"{"data":[{"about":"Rye","address":"1 Quay","description":"Bread","email":"a@b.c",
                "websites":["https://a.example/",null,"",7,"https://b.example/"],"vertical":"RETAIL",
                "profile_picture_url":"https://pps.whatsapp.net/v/1","messaging_product":"whatsapp"}]}"#,
        )
        .unwrap();
        assert_eq!(whole.about.as_deref(), Some("Rye"));
        assert_eq!(whole.websites, ["https://a.example/", "https://b.example/"]);
        assert_eq!(
            whole.picture_url.as_deref(),
            Some("https://pps.whatsapp.net/v/1")
        );
        let bare = profile(r#"{"data":[{"about":"","email":{},"websites":"none"}]}"#).unwrap();
        assert_eq!((bare.about, bare.email), (None, None));
        assert!(bare.websites.is_empty());
        for other in ["{}", r#"{"data":[]}"#, r#"{"data":{}}"#, r#"{"data":[7]}"#] {
            assert!(profile(other).is_none(), "{other}");
        }
    }
}

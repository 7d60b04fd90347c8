//! `GET /whatsapp_business/attachments/`, on another host at Meta: the content.

use crate::answer::Answer;
use crate::graph::answer::refusal;
use crate::graph::call::Call;
use crate::model::GraphError;
use crate::model::media::Gone;
use crate::model::world::World;

/// The content of a download link. Returns 401 without the token, and 404 once the link has expired.
pub(in crate::graph) fn download(world: &World, call: &Call) -> Answer {
    if call.authorise_by_header(&world.settings).is_err() {
        return world.change(|state| refusal(&GraphError::bad_token(), &mut state.ids));
    }
    let (id, hash) = (call.query("mid"), call.query("hash"));
    world.look(|state| {
        let now = state.clock.seconds();
        match state
            .media
            .follow(id.unwrap_or_default(), hash.unwrap_or_default(), now)
        {
            Ok(media) => {
                let mut answer = Answer::bytes(200, media.mime_type(), media.content());
                if let Some(name) = media.filename() {
                    let name: String = name
                        .chars()
                        .filter(|letter| letter.is_ascii_graphic() && *letter != '"')
                        .collect();
                    answer.header("content-disposition", format!("inline;filename=\"{name}\""));
                }
                answer
            }
            Err(Gone) => Answer::bytes(404, "text/plain", "Not Found"),
        }
    })
}

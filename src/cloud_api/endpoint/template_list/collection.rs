//! The pages of a list, put together.

use super::page::Page;
use crate::bindings::uip::whatsapp::templates::TemplateDefinition;
use crate::cloud_api::answer::pagination::Next;

/// The templates that were read.
#[derive(Debug, Default)]
pub struct Listed {
    /// Each of them once, in WhatsApp's order.
    pub templates: Vec<TemplateDefinition>,
    /// Whether there are more than these.
    pub has_more: bool,
    /// Whether the time did not suffice for more.
    pub is_late: bool,
}

/// A list that is being read.
#[derive(Debug)]
pub struct Collection {
    listed: Listed,
    limit: usize,
    pages: usize,
    bytes: usize,
    cursor: Option<String>,
}

/// Twice what the most templates need at 50 a page: pages may come half
/// empty, but a list that never ends must not keep the engine waiting.
const MOST_PAGES: usize = 40;

/// So that a list leaves room in the component's memory, in bytes of the
/// definitions.
const MOST_BYTES: usize = 16 * 1024 * 1024;

impl Collection {
    /// An empty list for at most `limit` templates.
    pub fn new(limit: usize) -> Self {
        Self {
            listed: Listed::default(),
            limit,
            pages: 0,
            bytes: 0,
            cursor: None,
        }
    }

    /// What was read so far.
    pub fn templates(&self) -> &[TemplateDefinition] {
        &self.listed.templates
    }

    /// After which cursor the next page begins.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// Takes a page, and says whether to ask for another. A list that goes in
    /// a circle ends here: when a cursor or all of a page comes again.
    pub fn take(&mut self, page: Page) -> bool {
        self.pages += 1;
        let had = self.listed.templates.len();
        let was_empty = page.templates.is_empty();
        for template in page.templates {
            if !self.listed.templates.iter().any(|it| it.id == template.id) {
                self.bytes += template.definition.len();
                self.listed.templates.push(template);
            }
        }
        let count = self.listed.templates.len();
        let is_new = was_empty || count > had;
        self.listed.has_more = page.next != Next::Nothing || count > self.limit;
        self.listed.templates.truncate(self.limit);
        let Next::After(cursor) = page.next else {
            return false;
        };
        let is_same = self.cursor.as_ref() == Some(&cursor);
        self.cursor = Some(cursor);
        is_new
            && !is_same
            && count < self.limit
            && self.pages < MOST_PAGES
            && self.bytes < MOST_BYTES
    }

    /// What was read; `is_late` when the time did not suffice for more.
    pub fn finish(mut self, is_late: bool) -> Listed {
        self.listed.is_late = is_late;
        self.listed
    }
}

#[cfg(test)]
mod tests {
    use super::{Collection, MOST_BYTES, Page};
    use crate::bindings::uip::whatsapp::templates::TemplateDefinition;
    use crate::cloud_api::answer::pagination::Next;

    fn template(id: &str) -> TemplateDefinition {
        TemplateDefinition {
            id: id.to_owned(),
            name: "order_ready".to_owned(),
            language: "it".to_owned(),
            status: None,
            category: None,
            parameter_format: None,
            rejected_reason: None,
            quality_score: None,
            definition: "{}".to_owned(),
        }
    }

    fn page(ids: &[&str], next: Next) -> Page {
        Page {
            templates: ids.iter().map(|id| template(id)).collect(),
            next,
        }
    }

    fn after(cursor: &str) -> Next {
        Next::After(cursor.to_owned())
    }

    fn ids(collection: Collection) -> (Vec<String>, bool) {
        let listed = collection.finish(false);
        let ids = listed.templates.into_iter().map(|template| template.id);
        (ids.collect(), listed.has_more)
    }

    #[test]
    fn pages_follow_each_other_up_to_the_last() {
        let mut list = Collection::new(100);
        assert_eq!(list.cursor(), None);
        assert!(list.take(page(&["1", "2"], after("a"))));
        assert_eq!(list.cursor(), Some("a"));
        assert!(list.take(page(&[], after("b"))), "a page may be empty");
        assert!(!list.take(page(&["3"], Next::Nothing)));
        assert_eq!(ids(list), (vec!["1".into(), "2".into(), "3".into()], false));
    }

    #[test]
    fn a_list_ends_at_its_limit_and_says_whether_there_is_more() {
        for (ids_of_page, next, has_more) in [
            (["1", "2", "3"].as_slice(), Next::Nothing, true),
            (&["1", "2"], after("a"), true),
            (&["1", "2"], Next::Nothing, false),
        ] {
            let mut list = Collection::new(2);
            assert!(!list.take(page(ids_of_page, next)));
            assert_eq!(ids(list), (vec!["1".into(), "2".into()], has_more));
        }
    }

    #[test]
    fn a_circle_ends_and_each_template_is_listed_once() {
        let mut same_cursor = Collection::new(100);
        assert!(same_cursor.take(page(&["1"], after("a"))));
        assert!(!same_cursor.take(page(&["2"], after("a"))));
        assert_eq!(ids(same_cursor), (vec!["1".into(), "2".into()], true));

        let mut same_templates = Collection::new(100);
        assert!(same_templates.take(page(&["1"], after("a"))));
        assert!(!same_templates.take(page(&["1"], after("b"))));
        assert_eq!(ids(same_templates), (vec!["1".into()], true));
    }

    #[test]
    fn more_without_a_cursor_is_told_and_not_read() {
        let mut list = Collection::new(100);
        assert!(!list.take(page(&["1"], Next::Unknown)));
        assert_eq!(ids(list), (vec!["1".into()], true));
    }

    #[test]
    fn a_list_leaves_room_in_memory_and_ends_after_many_pages() {
        let mut large = page(&["1"], after("a"));
        large.templates[0].definition = " ".repeat(MOST_BYTES);
        assert!(!Collection::new(100).take(large));

        let mut endless = Collection::new(100);
        let pages = (0..).take_while(|number| endless.take(page(&[], after(&number.to_string()))));
        assert_eq!(pages.count(), 39);
    }
}

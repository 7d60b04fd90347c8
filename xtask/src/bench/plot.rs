//! Bars of what was measured, as one SVG: a group for each table that has any.

use std::fmt::Write as _;

use serde_json::Value;

/// Pixels.
const WIDTH: f64 = 820.0;
const MARGIN: f64 = 16.0;
const LINE: f64 = 24.0;
const NAMES: f64 = 330.0;
const NUMBERS: f64 = 90.0;

/// Draws the bars of all tables, each group to a scale of its own.
pub fn draw(tables: &[Value]) -> String {
    let mut drawn = String::new();
    let mut y = MARGIN;
    for table in tables {
        let bars: Vec<(&str, f64)> = table["bars"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|bar| Some((bar["name"].as_str()?, bar["value"].as_f64()?)))
            .collect();
        let longest = bars.iter().map(|(_, value)| *value).fold(0.0, f64::max);
        if longest <= 0.0 {
            continue;
        }
        let title = escaped(table["title"].as_str().unwrap_or_default());
        let unit = escaped(table["unit"].as_str().unwrap_or_default());
        y += LINE;
        let _ = writeln!(
            drawn,
            r#"<text x="{MARGIN}" y="{y}" class="title">{title}<tspan class="unit"> ({unit})</tspan></text>"#
        );
        y += LINE * 0.5;
        for (index, (name, value)) in bars.iter().enumerate() {
            bar(&mut drawn, y, index, name, *value, longest);
            y += LINE;
        }
        y += LINE * 0.5;
    }
    let height = y + MARGIN;
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">
<style>
svg {{ background: #fff }} text {{ fill: #1c2b27 }} .title {{ font-weight: bold }} .unit {{ font-weight: normal }}
rect {{ fill: #b7c9c2 }} .first {{ fill: #1f7a5c }}
@media (prefers-color-scheme: dark) {{
svg {{ background: #101916 }} text {{ fill: #dfe9e5 }} rect {{ fill: #3d544b }} .first {{ fill: #3fae86 }}
}}
</style>
{drawn}</svg>
"#
    )
}

/// One bar with its name at the left and its number at the right.
fn bar(drawn: &mut String, y: f64, index: usize, name: &str, value: f64, longest: f64) {
    let left = MARGIN + NAMES;
    let length = (WIDTH - left - NUMBERS - MARGIN) * value / longest;
    let class = if index == 0 { " class=\"first\"" } else { "" };
    let (middle, number) = (y + LINE * 0.65, number(value));
    let _ = writeln!(
        drawn,
        r#"<text x="{:.0}" y="{middle:.0}" text-anchor="end">{}</text><rect x="{left:.0}" y="{:.0}" width="{length:.1}" height="16"{class}/><text x="{:.0}" y="{middle:.0}">{number}</text>"#,
        left - 8.0,
        escaped(name),
        y + 3.0,
        left + length + 6.0,
    );
}

/// A number with as many digits as a reader compares.
fn number(value: f64) -> String {
    let digits = if value < 100.0 {
        return format!("{value:.1}");
    } else {
        format!("{value:.0}")
    };
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(",")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::draw;

    #[test]
    fn the_longest_bar_has_the_full_length_and_others_their_share() {
        let svg = draw(&[json!({
            "title": "a < b", "unit": "µs",
            "bars": [{"name": "one", "value": 50.0}, {"name": "two", "value": 100.0}],
        })]);
        let widths: Vec<&str> = svg
            .split("<rect x=\"346\"")
            .skip(1)
            .filter_map(|rest| rest.split("width=\"").nth(1)?.split('"').next())
            .collect();
        assert_eq!(widths, ["184.0", "368.0"]);
        assert!(svg.contains("a &lt; b"), "{svg}");
    }

    #[test]
    fn a_table_without_bars_is_left_out() {
        let svg = draw(&[json!({"title": "nothing", "bars": []})]);
        assert!(!svg.contains("nothing"), "{svg}");
    }
}

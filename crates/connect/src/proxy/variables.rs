use super::{InvalidProxy, Proxies, Proxy, ProxyExceptions};

/// An environment variable that should name a proxy and does not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the environment variable {name}: {problem}")]
pub struct InvalidVariable {
    name: &'static str,
    problem: InvalidProxy,
}

/// Reads the variables with `get`. A variable that is empty counts as not set.
pub(super) fn read(get: &dyn Fn(&str) -> Option<String>) -> Result<Proxies, InvalidVariable> {
    let first = |names: &[&'static str]| {
        names.iter().find_map(|name| {
            let value = get(name).filter(|value| !value.trim().is_empty())?;
            Some((*name, value))
        })
    };
    let proxy = |names: &[&'static str]| match first(names) {
        None => Ok(None),
        Some((name, value)) => match value.parse::<Proxy>() {
            Ok(proxy) => Ok(Some(proxy)),
            Err(problem) => Err(InvalidVariable { name, problem }),
        },
    };
    // A CGI program gets a request's header `Proxy` under this name.
    let is_cgi = get("REQUEST_METHOD").is_some();
    let http: &[&str] = if is_cgi {
        &["http_proxy", "all_proxy", "ALL_PROXY"]
    } else {
        &["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]
    };
    let exceptions = first(&["no_proxy", "NO_PROXY"]).map_or(String::new(), |(_, list)| list);
    Ok(Proxies {
        http: proxy(http)?,
        https: proxy(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])?,
        exceptions: ProxyExceptions::new(&exceptions),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_from(variables: &[(&str, &str)]) -> Result<Proxies, InvalidVariable> {
        read(&|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    /// The proxies for an `http` and an `https` target.
    fn both(variables: &[(&str, &str)]) -> [String; 2] {
        let proxies = read_from(variables).unwrap();
        ["http://a.example/", "https://a.example/"].map(|target| {
            let proxy = proxies.for_target(&target.parse().unwrap());
            proxy.map_or("-".to_owned(), ToString::to_string)
        })
    }

    #[test]
    fn each_scheme_has_its_variable_and_all_proxy_is_for_the_rest() {
        let (one, two) = ("http://one:1", "http://two:2");
        for (variables, expected) in [
            (&[][..], ["-", "-"]),
            (&[("https_proxy", one)], ["-", one]),
            (&[("HTTPS_PROXY", one)], ["-", one]),
            (&[("http_proxy", one)], [one, "-"]),
            (&[("HTTP_PROXY", one)], [one, "-"]),
            (&[("ALL_PROXY", one)], [one, one]),
            (&[("all_proxy", one), ("HTTPS_PROXY", two)], [one, two]),
            // Lower case goes first, and what is empty is not there.
            (&[("https_proxy", one), ("HTTPS_PROXY", two)], ["-", one]),
            (&[("https_proxy", ""), ("HTTPS_PROXY", two)], ["-", two]),
            (&[("HTTPS_PROXY", " ")], ["-", "-"]),
        ] {
            assert_eq!(both(variables), expected, "{variables:?}");
        }
    }

    #[test]
    fn in_a_cgi_program_http_proxy_in_capitals_does_not_count() {
        let (cgi, one, two) = (("REQUEST_METHOD", "GET"), "http://one:1", "http://two:2");
        assert_eq!(both(&[cgi, ("HTTP_PROXY", one)]), ["-", "-"]);
        assert_eq!(
            both(&[cgi, ("HTTP_PROXY", one), ("http_proxy", two)]),
            [two, "-"]
        );
        assert_eq!(
            both(&[cgi, ("HTTP_PROXY", one), ("ALL_PROXY", two)]),
            [two, two]
        );
        assert_eq!(both(&[cgi, ("HTTPS_PROXY", one)]), ["-", one]);
    }

    #[test]
    fn no_proxy_excepts_hosts_in_either_case() {
        for name in ["no_proxy", "NO_PROXY"] {
            let all = ("ALL_PROXY", "http://one:1");
            assert_eq!(both(&[all, (name, "b.example,a.example")]), ["-", "-"]);
            assert_eq!(both(&[all, (name, "*")]), ["-", "-"]);
        }
    }

    #[test]
    fn a_variable_that_names_no_proxy_is_named_and_its_value_is_not() {
        let error = read_from(&[("https_proxy", "ftp://u:secret@one")]).unwrap_err();
        let text = error.to_string();
        assert!(
            text.starts_with("the environment variable https_proxy: expected"),
            "{text}"
        );
        assert!(!text.contains("secret"), "{text}");
    }
}

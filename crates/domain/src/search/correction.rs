/// The words that somebody who typed `typed` may have meant: those of `known` with the fewest mistakes between them, when
/// that is few enough. A word is also met by its beginning, because it may not have been typed to its end.
pub fn closest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let typed: Vec<char> = typed.chars().collect();
    // Short words are a few letters from everything.
    let mut fewest = match typed.len() {
        0..=2 => return Vec::new(),
        3..=5 => 1,
        _ => 2,
    };
    let mut found = Vec::new();
    for word in known {
        let mistakes = mistakes(&typed, word);
        if mistakes < fewest {
            fewest = mistakes;
            found.clear();
        }
        if mistakes == fewest {
            found.push(word);
        }
    }
    found
}

/// How many letters were missed, added, mistaken or swapped with their neighbour, between `typed` and the beginning of
/// `word` that it is closest to.
fn mistakes(typed: &[char], word: &str) -> usize {
    let word: Vec<char> = word.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=word.len()).collect();
    for (i, letter) in typed.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, other) in word.iter().enumerate() {
            let changed = row[j] + usize::from(letter != other);
            let mut least = changed.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && typed[i - 1] == *other && *letter == word[j - 1] {
                least = least.min(before[j - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.into_iter().min().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_meant() {
        let known = ["fromage", "from", "frame", "kettle", "chevre", "jam"];
        for (typed, meant) in [
            ("fromaj", &["fromage"][..]),
            ("fromgae", &["fromage"]),
            ("ketle", &["kettle"]),
            ("kettel", &["kettle"]),
            ("chèvre", &["chevre"]),
            ("xyzzy", &[]),
            ("ja", &[]),
            ("jem", &["jam"]),
        ] {
            assert_eq!(closest(typed, known), meant, "{typed}");
        }
    }
}

//! Reads the demo's data: one text file per region, and one for categories and tags each.
//!
//! A region's file begins with a line `name | what it is known for`. Then products follow, each a line
//! `name | brand | category | tags | price | grams | units | picture` with its description below, and an empty line
//! between two of them.

use anyhow::{Context as _, bail};

use super::pictures::Picture;

/// Every region with its slug.
const REGIONS: [(&str, &str); 12] = [
    ("brittany", include_str!("data/brittany.txt")),
    ("normandy", include_str!("data/normandy.txt")),
    ("alsace", include_str!("data/alsace.txt")),
    ("burgundy", include_str!("data/burgundy.txt")),
    ("jura", include_str!("data/jura.txt")),
    ("northern-alps", include_str!("data/northern-alps.txt")),
    ("auvergne", include_str!("data/auvergne.txt")),
    ("perigord", include_str!("data/perigord.txt")),
    ("basque-country", include_str!("data/basque-country.txt")),
    ("provence", include_str!("data/provence.txt")),
    ("corsica", include_str!("data/corsica.txt")),
    ("loire-valley", include_str!("data/loire-valley.txt")),
];
const CATEGORIES: &str = include_str!("data/categories.txt");
const TAGS: &str = include_str!("data/tags.txt");

/// A region and what comes from it.
#[derive(Debug)]
pub(super) struct Region {
    pub(super) slug: &'static str,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) products: Vec<RegionalProduct>,
}

/// A product as the data describes it.
#[derive(Debug)]
pub(super) struct RegionalProduct {
    pub(super) slug: String,
    pub(super) name: &'static str,
    pub(super) description: String,
    pub(super) brand: &'static str,
    /// The slug of its category.
    pub(super) category: &'static str,
    /// The slugs of its tags.
    pub(super) tags: Vec<&'static str>,
    /// In minor units.
    pub(super) price: i64,
    pub(super) weight_grams: u32,
    /// In units; none when it is sold out.
    pub(super) stock: u32,
    pub(super) picture: Picture,
    /// Its place in its region's file.
    pub(super) place: usize,
}

/// A category, behind the one above it.
#[derive(Debug)]
pub(super) struct Category {
    pub(super) slug: &'static str,
    pub(super) name: &'static str,
    /// The slug of the one above.
    pub(super) parent: Option<&'static str>,
    /// VAT of what is in it, in hundredths of a percent.
    pub(super) vat_basis_points: u32,
}

/// All regions.
///
/// # Errors
/// Names what cannot be read.
pub(super) fn regions() -> anyhow::Result<Vec<Region>> {
    REGIONS.into_iter().map(|(slug, text)| region(slug, text).with_context(|| slug.to_owned())).collect()
}

/// All categories, those above before those below.
///
/// # Errors
/// Names what cannot be read.
pub(super) fn categories() -> anyhow::Result<Vec<Category>> {
    let read = |line: &'static str| {
        let [slug, name, parent, vat] = fields(line)?;
        let parent = (!parent.is_empty()).then_some(parent);
        let vat_basis_points = u32::try_from(cents(vat)?)?;
        Ok(Category { slug, name, parent, vat_basis_points })
    };
    entries(CATEGORIES).map(read).collect()
}

/// All tags: slug and name.
///
/// # Errors
/// Names what cannot be read.
pub(super) fn tags() -> anyhow::Result<Vec<(&'static str, &'static str)>> {
    entries(TAGS).map(|line| fields(line).map(|[slug, name]| (slug, name))).collect()
}

fn entries(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

fn region(slug: &'static str, text: &'static str) -> anyhow::Result<Region> {
    let mut blocks = text.split("\n\n").map(str::trim);
    let [name, description] = fields(blocks.next().unwrap_or_default())?;
    let read = |(place, block): (usize, &'static str)| {
        product(place, block).with_context(|| block.lines().next().unwrap_or_default().to_owned())
    };
    Ok(Region {
        slug,
        name,
        description,
        products: blocks.enumerate().map(read).collect::<anyhow::Result<_>>()?,
    })
}

fn product(place: usize, block: &'static str) -> anyhow::Result<RegionalProduct> {
    let (head, description) = block.split_once('\n').context("no description")?;
    let [name, brand, category, tags, price, grams, stock, picture] = fields(head)?;
    Ok(RegionalProduct {
        slug: slug_of(name),
        name,
        description: description.split_whitespace().collect::<Vec<_>>().join(" "),
        brand,
        category,
        tags: tags.split(',').map(str::trim).filter(|tag| !tag.is_empty()).collect(),
        price: cents(price)?,
        weight_grams: grams.parse().context("grams")?,
        stock: stock.parse().context("units")?,
        picture: Picture::read(picture).with_context(|| format!("nobody can draw `{picture}`"))?,
        place,
    })
}

/// What stands between the bars.
fn fields<const COUNT: usize>(line: &'static str) -> anyhow::Result<[&'static str; COUNT]> {
    let found: Vec<_> = line.split('|').map(str::trim).collect();
    let Ok(fields) = found.try_into() else { bail!("{COUNT} fields are expected: {line}") };
    Ok(fields)
}

/// A number with up to two decimals as a hundredfold.
fn cents(text: &str) -> anyhow::Result<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = format!("{part:0<2}");
    Ok(whole.parse::<i64>().context("a number")? * 100 + part.parse::<i64>().context("decimals")?)
}

/// A name as part of an address: without accents, in lower case, with hyphens.
pub(super) fn slug_of(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' => slug.push(letter),
            'à' | 'â' | 'ä' => slug.push('a'),
            'é' | 'è' | 'ê' | 'ë' => slug.push('e'),
            'î' | 'ï' => slug.push('i'),
            'ô' | 'ö' => slug.push('o'),
            'ù' | 'û' | 'ü' => slug.push('u'),
            'ç' => slug.push('c'),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use doorbuster_domain::catalogue::Slug;

    use super::*;

    #[test]
    fn the_data_makes_a_catalogue() {
        let regions = regions().unwrap();
        let categories: HashSet<_> = categories().unwrap().iter().map(|category| category.slug).collect();
        let tags: HashSet<_> = tags().unwrap().iter().map(|(slug, _)| *slug).collect();
        let products: Vec<_> = regions.iter().flat_map(|region| &region.products).collect();
        assert_eq!(regions.len(), 12);
        assert!(products.len() >= 200, "{}", products.len());
        let slugs: HashSet<_> = products.iter().map(|product| product.slug.as_str()).collect();
        assert_eq!(slugs.len(), products.len(), "no two have one address");
        for product in &products {
            assert!(product.slug.parse::<Slug>().is_ok(), "{}", product.slug);
            assert!(categories.contains(product.category), "{}: {}", product.name, product.category);
            assert!(
                product.tags.iter().all(|tag| tags.contains(tag)),
                "{}: {:?}",
                product.name,
                product.tags
            );
            assert!(product.price > 0 && product.weight_grams > 0, "{}", product.name);
            assert!((20..400).contains(&product.description.len()), "{}", product.name);
        }
        let cheeses = products.iter().filter(|product| product.name.starts_with("Fromage")).count();
        assert!(cheeses >= 8, "{cheeses} that a search for fromage finds by name");
        assert!(products.iter().any(|product| product.stock == 0), "something is sold out");
    }

    #[test]
    fn every_picture_is_a_drawing_of_its_own() {
        let mut seen = HashSet::new();
        for region in regions().unwrap() {
            for product in &region.products {
                let svg = product.picture.draw(region.slug, product.place);
                assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
                assert!(!svg.contains("NaN") && !svg.contains("inf"), "{}", product.name);
                assert!(svg.len() < 40_000, "{}: {} bytes", product.name, svg.len());
                seen.insert(svg);
            }
        }
        assert!(seen.len() >= 190, "{} different ones", seen.len());
    }

    #[test]
    fn names_become_addresses() {
        assert_eq!(slug_of("Pont-l'Évêque"), "pont-l-eveque");
        assert_eq!(slug_of("Dark chocolate, 72 %"), "dark-chocolate-72");
    }

    #[test]
    fn prices_are_exact() {
        assert_eq!(cents("12.90").unwrap(), 1290);
        assert_eq!(cents("5.5").unwrap(), 550);
        assert_eq!(cents("20").unwrap(), 2000);
        assert!(cents("twelve").is_err());
    }
}

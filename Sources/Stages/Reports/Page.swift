/// The frame that all reports share: a heading, the way to the sections, the sections.
struct Page {
  /// What the browser calls the page.
  let title: String
  /// A line above the heading.
  let eyebrow: String
  /// The heading: words, and the name that is set apart.
  let heading: (words: String, name: String)
  let sections: [PageSection]

  /// The page. The same content gives the same text.
  var html: String {
    let page = Element("html", ["lang": "en"]) {
      head
      Element("body") {
        Element("header") {
          Element("p", ["class": "eyebrow"], text: eyebrow)
          Element("h1") {
            heading.words + " "
            Element("span", ["class": "target"], text: heading.name.shortened(to: 120))
          }
        }
        navigation
        Element("main") { sections.map(\.element) }
        Element("script") { Markup.literal(Script.text) }
      }
    }
    var text = "<!DOCTYPE html>\n"
    page.write(to: &text)
    return text + "\n"
  }

  private var head: Element {
    Element("head") {
      Element("meta", ["charset": "utf-8"])
      Element("meta", ["http-equiv": "Content-Security-Policy", "content": Self.policy])
      Element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
      Element("meta", ["name": "color-scheme", "content": "light dark"])
      Element("meta", ["name": "referrer", "content": "no-referrer"])
      Element("title", text: title)
      Element("style") { Markup.literal(Stylesheet.text) }
    }
  }

  private var navigation: Element {
    Element("nav", ["aria-label": "Sections"]) {
      Element("ol") {
        sections.map { section in
          Element("li") { Element("a", ["href": "#\(section.id)"], text: section.title) }
        }
      }
    }
  }

  /// Nothing may be loaded; only this style and this script apply.
  private static let policy = """
    default-src 'none'; style-src 'sha256-\(Stylesheet.digest)'; script-src 'sha256-\(Script.digest)'; \
    img-src data:; base-uri 'none'; form-action 'none'
    """
}

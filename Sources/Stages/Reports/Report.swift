import LatheCore

/// A report as one HTML file that needs nothing else: no network, no other file, no JavaScript.
///
/// The page is also well-formed XML. Whatever comes from data is escaped, and a content security policy forbids
/// the page to load anything or to run any script but its own.
public struct Report: Sendable {
  private let content: ReportContent

  /// The report that shows `content`.
  public init(_ content: ReportContent) {
    self.content = content
  }

  /// The page. The same content gives the same text.
  public func html() -> String {
    let families = FamilyColors(content)
    let sections: [PageSection] = [
      .overview(content.headline),
      .data(content.data, diagnostics: content.diagnostics),
      .plan(content.plan, families: families),
      .leaderboard(content.leaderboard, headline: content.headline, families: families),
      .learningCurves(content.learningCurves),
      .performance(content.performance),
      .importance(content.importance),
      .resources(content.resources),
      .reproduction(content.reproduction),
    ]
    let page = Element("html", ["lang": "en"]) {
      head
      Element("body") {
        header
        navigation(sections)
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
      Element("title", text: "Predicting \(content.headline.target.shortened(to: 80)) · Lathe report")
      Element("style") { Markup.literal(Stylesheet.text) }
    }
  }

  private var header: Element {
    Element("header") {
      Element(
        "p", ["class": "eyebrow"],
        text: "Lathe report · "
          + NumberText.date(secondsSince1970: content.headline.date.timeIntervalSince1970, hasTime: true))
      Element("h1") {
        "Predicting "
        Element("span", ["class": "target"], text: content.headline.target.shortened(to: 120))
      }
    }
  }

  private func navigation(_ sections: [PageSection]) -> Element {
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

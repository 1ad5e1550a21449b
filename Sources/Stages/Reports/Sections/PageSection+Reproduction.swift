extension PageSection {
  /// What it takes to run this again, and to use the result.
  static func reproduction(_ reproduction: ReportContent.Reproduction?) -> PageSection {
    PageSection(id: "reproduce", title: "Reproduce and use") {
      if let reproduction {
        listing("Run this again", code: reproduction.command)
        Element.facts(reproduction.facts)
        reproduction.listings.map { listing($0.title, code: $0.code) }
      }
    }
  }

  private static func listing(_ title: String, code: String) -> Element {
    Element.card(title, width: .whole) {
      Element("pre", ["tabindex": "0", "aria-label": title]) { Element("code", text: code) }
    }
  }
}

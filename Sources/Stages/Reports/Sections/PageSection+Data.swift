import LatheCore

extension PageSection {
  /// The table the models learned from, and what is wrong with it.
  static func data(_ data: ReportContent.DataOverview?, diagnostics: [Diagnostic]) -> PageSection {
    PageSection(id: "data", title: "Data") {
      if let data {
        Element.facts(facts(data))
      }
      if !diagnostics.isEmpty { diagnosticList(diagnostics) }
      if let data, !data.columns.isEmpty { columnTable(data.columns) }
    }
  }

  private static func facts(_ data: ReportContent.DataOverview) -> [ReportContent.Fact] {
    var facts = [
      ReportContent.Fact("Rows", NumberText.count(data.rowCount)),
      ReportContent.Fact("Columns", NumberText.count(data.columns.count)),
    ]
    if let bytes = data.bytes { facts.append(ReportContent.Fact("Size", NumberText.bytes(bytes))) }
    if !data.sources.isEmpty {
      let shown = data.sources.prefix(5).joined(separator: ", ")
      let rest = data.sources.count - 5
      facts.append(
        ReportContent.Fact(
          data.sources.count == 1 ? "File" : "Files",
          rest > 0 ? "\(shown) … and \(NumberText.count(rest)) more" : shown))
    }
    return facts + data.formatFacts
  }

  /// Most diagnostics that are listed.
  private static let diagnosticLimit = 100

  private static func diagnosticList(_ diagnostics: [Diagnostic]) -> Element {
    let sorted =
      diagnostics.filter { $0.severity == .warning } + diagnostics.filter { $0.severity == .note }
    return Element.card("Warnings and notes", isWide: true) {
      Element("ul", ["class": "diagnostics"]) {
        sorted.prefix(diagnosticLimit).map { diagnostic in
          Element("li") {
            Element(
              "span", ["class": "badge \(diagnostic.severity == .warning ? "warning" : "plain")"],
              text: diagnostic.severity.rawValue)
            Element("span") {
              if let column = diagnostic.column { Element("code", text: column.shortened(to: 60)) }
              " \(diagnostic.message) "
              Element("span", ["class": "code"], text: diagnostic.code)
            }
          }
        }
      }
      Element.more(sorted.count - diagnosticLimit, "warnings and notes")
    }
  }

  /// Columns that are listed at once, and those that are listed at all.
  private static let columnLimits = (open: 40, all: 500)

  private static func columnTable(_ columns: [ReportContent.ColumnSummary]) -> Element {
    Element.card("Columns", isWide: true) {
      columnRows(columns.prefix(columnLimits.open), caption: "Columns of the table")
      if columns.count > columnLimits.open {
        let rest = columns.prefix(columnLimits.all).dropFirst(columnLimits.open)
        Element("details") {
          Element("summary", text: "Show \(NumberText.count(rest.count)) more columns")
          columnRows(rest, caption: "Further columns of the table")
        }
      }
      Element.more(columns.count - columnLimits.all, "columns")
    }
  }

  private static func columnRows(
    _ columns: ArraySlice<ReportContent.ColumnSummary>, caption: String
  ) -> Element {
    Table(
      caption: caption,
      columns: [
        Table.Column(title: "Name"), Table.Column(title: "Kind"), Table.Column(title: "Role"),
        Table.Column(title: "Missing", isNumeric: true), Table.Column(title: "Distinct", isNumeric: true),
      ],
      rows: columns.map { column in
        [
          .markup { Element("span", ["title": column.name], text: column.name.shortened(to: 48)) },
          .text(column.kind.title), .markup { role(column.role) },
          .number(column.missingShare, NumberText.percent),
          .number(column.distinctCount.map(Double.init)) { NumberText.plain($0, digits: 15) },
        ]
      }
    ).element
  }

  private static func role(_ role: ReportContent.ColumnRole) -> [Markup] {
    switch role {
    case .feature: [.text("feature")]
    case .target: badge("target", style: "accent")
    case .weight: badge("weight", style: "plain")
    case .group: badge("group", style: "plain")
    case .time: badge("time", style: "plain")
    case .dropped(let reason): badge("dropped", style: "warning") + [.text(" " + reason)]
    }
  }

  private static func badge(_ text: String, style: String) -> [Markup] {
    [.element(Element("span", ["class": "badge \(style)"], text: text))]
  }
}

extension ColumnKind {
  /// The kind in words.
  var title: String {
    switch self {
    case .dateTime: "date and time"
    default: rawValue
    }
  }
}

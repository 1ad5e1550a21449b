import LatheCore

extension PageSection {
  /// The table the models learned from, and what is wrong with it.
  static func data(_ data: ReportContent.DataOverview?, diagnostics: [Diagnostic]) -> PageSection {
    PageSection(id: "data", title: "Data") {
      if let data {
        Element.facts(facts(data))
      }
      Element.grid {
        if let target = data?.columns.first(where: { $0.role == .target }) { targetCard(target) }
        if !diagnostics.isEmpty { diagnosticList(diagnostics) }
      }
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

  private static func targetCard(_ target: ReportContent.ColumnSummary) -> Element? {
    guard let distribution = target.distribution else { return nil }
    let title = "Distribution of \(target.name.shortened(to: 60))"
    return Element.card("Target", note: title) {
      switch distribution {
      case .numbers(let histogram):
        HistogramChart(
          title: title, description: "Histogram of the target", groups: [("rows", histogram, 0)],
          xTitle: target.name.shortened(to: 40)
        ).elements
      case .levels(let levels, let otherCount): levelBars(levels, otherCount: otherCount, title: title)
      }
    }
  }

  /// Most levels of the target that have a bar.
  private static let levelLimit = 20

  private static func levelBars(
    _ levels: [ReportContent.Level], otherCount: Int, title: String
  ) -> [Element] {
    let total = levels.reduce(Double(max(otherCount, 0))) { $0 + Double(max($1.count, 0)) }
    func bar(_ name: String, _ count: Int, color: Int) -> BarChart.Bar {
      BarChart.Bar(
        name: name, value: Double(max(count, 0)), color: color,
        label: NumberText.percent(total > 0 ? Double(max(count, 0)) / total : .nan))
    }
    var bars = levels.prefix(levelLimit).map { bar($0.name, $0.count, color: 0) }
    if otherCount > 0 { bars.append(bar("others", otherCount, color: Legend.neutral)) }
    let chart = BarChart(
      title: title, description: "Shares of \(NumberText.count(levels.count)) levels", bars: bars)
    let more = Element.more(levels.count - levelLimit)
    return [chart.element] + (more.map { [$0] } ?? [])
  }

  /// Most diagnostics that are listed.
  private static let diagnosticLimit = 100

  private static func diagnosticList(_ diagnostics: [Diagnostic]) -> Element {
    let sorted =
      diagnostics.filter { $0.severity == .warning } + diagnostics.filter { $0.severity == .note }
    return Element.card("Warnings and notes", width: .broad) {
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
      Element.more(sorted.count - diagnosticLimit)
    }
  }

  /// Columns that are listed at once, and those that are listed at all.
  private static let columnLimits = (open: 40, all: 500)

  private static func columnTable(_ columns: [ReportContent.ColumnSummary]) -> Element {
    Element.card("Columns", width: .whole) {
      columnRows(columns.prefix(columnLimits.open), caption: "Columns of the table")
      if columns.count > columnLimits.open {
        let rest = columns.prefix(columnLimits.all).dropFirst(columnLimits.open)
        Element("details") {
          Element("summary", text: "Show \(NumberText.count(rest.count)) more columns")
          columnRows(rest, caption: "Further columns of the table")
        }
      }
      Element.more(columns.count - columnLimits.all)
    }
  }

  private static func columnRows(
    _ columns: ArraySlice<ReportContent.ColumnSummary>, caption: String
  ) -> Element {
    Table(
      caption: caption,
      columns: [
        Table.Column(title: "Name"), Table.Column(title: "Kind"), Table.Column(title: "Role"),
        Table.Column(title: "Distribution"),
        Table.Column(title: "Missing", isNumeric: true), Table.Column(title: "Distinct", isNumeric: true),
      ],
      rows: columns.map { column in
        [
          .markup { Element("span", ["title": column.name], text: column.name.shortened(to: 48)) },
          .text(column.kind.title), .markup { role(column.role) },
          .markup { distribution(of: column) },
          .number(column.missingShare, NumberText.percent),
          .number(column.distinctCount.map(Double.init)) { NumberText.plain($0, digits: 15) },
        ]
      }
    ).element
  }

  private static func distribution(of column: ReportContent.ColumnSummary) -> Element? {
    guard let distribution = column.distribution else { return nil }
    return Element("div", ["class": "distribution"]) {
      Sparkline(distribution: distribution, name: column.name).element
      switch distribution {
      case .numbers(let histogram):
        if let low = histogram.edges.first, let high = histogram.edges.last {
          Element("span", text: "\(edge(low, kind: column.kind)) to \(edge(high, kind: column.kind))")
        }
      case .levels(let levels, let otherCount):
        if let top = levels.first {
          let total = levels.reduce(Double(max(otherCount, 0))) { $0 + Double(max($1.count, 0)) }
          Element(
            "span", text: "\(top.name.shortened(to: 24)) \(NumberText.percent(Double(top.count) / total))")
        }
      }
    }
  }

  private static func edge(_ value: Double, kind: ColumnKind) -> String {
    switch kind {
    case .date, .dateTime: NumberText.date(secondsSince1970: value)
    default: NumberText.plain(value)
    }
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

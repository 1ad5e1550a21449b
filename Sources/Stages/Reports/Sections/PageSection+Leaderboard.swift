extension PageSection {
  /// Models that are listed.
  private static let entryLimit = 200

  /// The models that were tried.
  static func leaderboard(
    _ leaderboard: ReportContent.Leaderboard?, headline: ReportContent.Headline
  ) -> PageSection {
    PageSection(id: "leaderboard", title: "Leaderboard") {
      if let leaderboard {
        if !leaderboard.entries.isEmpty {
          Element.card("Models", isWide: true) {
            entryTable(leaderboard.entries, metric: headline.metric)
            Element.more(leaderboard.entries.count - entryLimit, "models")
          }
        }
        if !leaderboard.failures.isEmpty { failures(leaderboard.failures) }
      }
    }
  }

  private static func entryTable(
    _ entries: [ReportContent.LeaderboardEntry], metric: String
  ) -> Element {
    let hasTest = entries.contains { $0.testScore != nil }
    var columns = [
      Table.Column(title: "Model"), Table.Column(title: "Family"),
      Table.Column(title: "Validation", isNumeric: true, help: "\(metric) ± standard deviation over folds"),
      Table.Column(title: "Fit", isNumeric: true, help: "Seconds of fitting, all folds together"),
      Table.Column(title: "Iterations", isNumeric: true, help: "Iterations kept, mean over folds"),
      Table.Column(title: "Predict", isNumeric: true, help: "Time to answer one row"),
      Table.Column(title: "Size", isNumeric: true, help: "Bytes in the bundle"),
      Table.Column(title: "Weight", isNumeric: true, help: "Share of the ensemble"),
    ]
    if hasTest { columns.insert(Table.Column(title: "Test", isNumeric: true, help: metric), at: 3) }
    return Table(
      caption: "Leaderboard, best first", columns: columns,
      rows: entries.prefix(entryLimit).map { entry in
        var row: [Table.Cell] = [
          .markup { name(of: entry) },
          .text(entry.family),
          .markup(sortKey: entry.validationScore.isFinite ? entry.validationScore : nil) {
            NumberText.score(entry.validationScore)
            if let deviation = entry.foldDeviation, deviation.isFinite {
              Element("span", ["class": "spread"], text: " ± \(NumberText.score(deviation))")
            }
          },
          .number(entry.fitSeconds, NumberText.seconds),
          .number(entry.iterations) { NumberText.plain($0, digits: 4) },
          .number(entry.predictMicroseconds) { NumberText.seconds($0 / 1e6) },
          .number(entry.bytes.map(Double.init)) { NumberText.bytes(Int($0)) },
          .number(entry.ensembleWeight, NumberText.percent),
        ]
        if hasTest { row.insert(.number(entry.testScore, NumberText.score), at: 3) }
        return row
      }
    ).element
  }

  private static func name(of entry: ReportContent.LeaderboardEntry) -> Element {
    guard let parameters = entry.parameters else {
      return Element("span", ["title": entry.name], text: entry.name.shortened(to: 48))
    }
    return Element("details") {
      Element("summary", text: entry.name.shortened(to: 48))
      Element("code", ["class": "parameters"], text: parameters.shortened(to: 600))
    }
  }

  private static func failures(_ failures: [ReportContent.Failure]) -> Element {
    Element.card("Without a result", isWide: true) {
      Table(
        caption: "Models without a result",
        columns: [Table.Column(title: "Model"), Table.Column(title: "Reason")],
        rows: failures.prefix(entryLimit).map { [.text($0.name), .text($0.reason)] }
      ).element
      Element.more(failures.count - entryLimit, "models")
    }
  }
}

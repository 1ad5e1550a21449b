extension PageSection {
  /// Models that are listed.
  private static let entryLimit = 200

  /// The models that were tried.
  static func leaderboard(
    _ leaderboard: ReportContent.Leaderboard?, headline: ReportContent.Headline, families: FamilyColors
  ) -> PageSection {
    PageSection(id: "leaderboard", title: "Leaderboard") {
      if let leaderboard {
        if !leaderboard.entries.isEmpty {
          Element.card("Models", width: .whole) {
            entryTable(leaderboard.entries, metric: headline.metric)
            Element.more(leaderboard.entries.count - entryLimit)
          }
        }
        Element.grid {
          if !leaderboard.entries.isEmpty {
            scoreCard(leaderboard.entries, headline: headline, families: families)
          }
          if !leaderboard.progress.isEmpty { progressCard(leaderboard.progress, headline: headline) }
          weightCard(leaderboard.entries, families: families)
        }
        if !leaderboard.failures.isEmpty { failures(leaderboard.failures) }
      }
    }
  }

  private static func entryTable(
    _ entries: [ReportContent.LeaderboardEntry], metric: String
  ) -> Element {
    let hasTest = entries.contains { $0.testScore != nil }
    let hasLatency = entries.contains { $0.predictMicroseconds != nil }
    var columns = [
      Table.Column(title: "Model"), Table.Column(title: "Family"),
      Table.Column(title: "Validation", isNumeric: true, help: "\(metric) ± standard deviation over folds"),
    ]
    if hasTest { columns.append(Table.Column(title: "Test", isNumeric: true, help: metric)) }
    columns += [
      Table.Column(title: "Fit", isNumeric: true, help: "Seconds of fitting, all folds together"),
      Table.Column(title: "Iterations", isNumeric: true, help: "Iterations kept, mean over folds"),
    ]
    if hasLatency {
      columns.append(Table.Column(title: "Predict", isNumeric: true, help: "Time to answer one row"))
    }
    columns += [
      Table.Column(title: "Size", isNumeric: true, help: "Bytes in the bundle"),
      Table.Column(title: "Weight", isNumeric: true, help: "Share of the ensemble"),
    ]
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
        ]
        if hasTest { row.append(.number(entry.testScore, NumberText.score)) }
        row.append(.number(entry.fitSeconds, NumberText.seconds))
        row.append(.number(entry.iterations) { NumberText.plain($0, digits: 4) })
        if hasLatency {
          row.append(.number(entry.predictMicroseconds) { NumberText.seconds($0 / 1e6) })
        }
        row.append(.number(entry.bytes.map(Double.init)) { NumberText.bytes(Int($0)) })
        row.append(.number(entry.ensembleWeight, NumberText.percent))
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

  /// Models that have a bar.
  private static let barLimit = 15

  private static func scoreCard(
    _ entries: [ReportContent.LeaderboardEntry], headline: ReportContent.Headline, families: FamilyColors
  ) -> Element {
    Element.card(
      "Validation scores",
      note:
        "\(headline.metric), \(headline.higherIsBetter ? "longer" : "shorter") is better; whiskers: standard "
        + "deviation over folds. Bars do not start at zero."
    ) {
      BarChart(
        title: "Validation scores of the best models",
        description: entries.prefix(5).map {
          "\($0.name.shortened(to: 40)) \(NumberText.score($0.validationScore))"
        }.joined(separator: ", "),
        bars: entries.prefix(barLimit).map {
          BarChart.Bar(
            name: $0.name, value: $0.validationScore, deviation: $0.foldDeviation,
            color: families.color($0.family), label: NumberText.score($0.validationScore))
        }, startsAtZero: false
      ).element
      Element.more(entries.count - barLimit, "in the table")
    }
  }

  private static func progressCard(
    _ progress: [ReportContent.ProgressPoint], headline: ReportContent.Headline
  ) -> Element {
    let finite = progress.filter { $0.seconds.isFinite && $0.score.isFinite }
    var best: [ReportContent.Point] = []
    for point in finite {
      let isBetter =
        best.last.map { headline.higherIsBetter ? point.score > $0.y : point.score < $0.y } ?? true
      if isBetter { best.append(ReportContent.Point(x: point.seconds, y: point.score)) }
    }
    if let bestScore = best.last?.y, let end = finite.map(\.seconds).max() {
      best.append(ReportContent.Point(x: end, y: bestScore))
    }
    var nameOfPoint: [ReportContent.Point: String] = [:]
    for point in finite { nameOfPoint[ReportContent.Point(x: point.seconds, y: point.score)] = point.model }
    return Element.card("Best score over time", note: "Each dot is a result; the line is the best so far.") {
      LineChart(
        title: "Best score over time",
        description: best.last.map {
          "The best \(headline.metric) is \(NumberText.score($0.y)) after \(NumberText.seconds($0.x))"
        } ?? "No score was finite",
        plot: Plot(
          x: LinearScale(0, finite.map(\.seconds).max() ?? 1), y: LinearScale(covering: finite.map(\.score)),
          xTitle: "seconds", yTitle: headline.metric.shortened(to: 40)),
        series: [
          LineChart.Series(name: "best so far", points: best, color: 0, isStep: true),
          LineChart.Series(
            name: "results", points: finite.map { ReportContent.Point(x: $0.seconds, y: $0.score) }, color: 1,
            marks: { point in
              "\(nameOfPoint[point]?.shortened(to: 60) ?? "")\n\(NumberText.score(point.y)) after "
                + NumberText.seconds(point.x)
            }, hasLine: false),
        ]
      ).elements
    }
  }

  private static func weightCard(
    _ entries: [ReportContent.LeaderboardEntry], families: FamilyColors
  ) -> Element? {
    let members = entries.compactMap { entry in
      entry.ensembleWeight.flatMap { $0.isFinite && $0 > 0 ? (entry: entry, weight: $0) : nil }
    }.sorted { $0.weight > $1.weight }
    guard !members.isEmpty else { return nil }
    return Element.card("Ensemble weights", note: "The share of each model in the answer.") {
      BarChart(
        title: "Ensemble weights",
        description: members.prefix(5).map {
          "\($0.entry.name.shortened(to: 40)) \(NumberText.percent($0.weight))"
        }.joined(separator: ", "),
        bars: members.prefix(barLimit).map {
          BarChart.Bar(
            name: $0.entry.name, value: $0.weight, color: families.color($0.entry.family),
            label: NumberText.percent($0.weight))
        }
      ).element
      Element.more(members.count - barLimit, "in the table")
    }
  }

  private static func failures(_ failures: [ReportContent.Failure]) -> Element {
    Element.card("Without a result", width: .whole) {
      Table(
        caption: "Models without a result",
        columns: [Table.Column(title: "Model"), Table.Column(title: "Reason")],
        rows: failures.prefix(entryLimit).map { [.text($0.name), .text($0.reason)] }
      ).element
      Element.more(failures.count - entryLimit)
    }
  }
}

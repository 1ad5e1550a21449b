extension PageSection {
  /// Most columns that have a bar, and most that are listed.
  private static let importanceLimits = (bars: 20, rows: 200)

  /// What the final model's score owes to each column.
  static func importance(_ importance: ReportContent.PermutationImportance?) -> PageSection {
    PageSection(id: "importance", title: "Permutation importance") {
      if let importance, !importance.features.isEmpty {
        let features = sorted(importance.features)
        Element("p", ["class": "note"], text: explanation(importance))
        Element.grid {
          Element.card("Most important columns", note: "Whiskers: standard deviation over the repeats.") {
            bars(features.prefix(importanceLimits.bars), metric: importance.metric)
            Element.more(features.count - importanceLimits.bars, "in the table")
          }
          Element.card("Columns", width: .broad) {
            table(features.prefix(importanceLimits.rows), metric: importance.metric)
            Element.more(features.count - importanceLimits.rows)
          }
        }
      }
    }
  }

  private static func explanation(_ importance: ReportContent.PermutationImportance) -> String {
    let score = importance.score.map { ", \(NumberText.score($0)) with no column shuffled" } ?? ""
    return "How much worse the score (\(importance.metric)\(score)) becomes when one column's values are "
      + "shuffled among \(importance.source); mean of \(NumberText.count(importance.repeats)) shuffles. Columns "
      + "that say the same share their importance."
  }

  /// Falling losses; ties and what is not a number keep their order, at the end.
  private static func sorted(
    _ features: [ReportContent.FeatureImportance]
  ) -> [ReportContent.FeatureImportance] {
    func rank(_ feature: ReportContent.FeatureImportance) -> Double {
      feature.loss.isNaN ? -.infinity : feature.loss
    }
    return features.enumerated().sorted { left, right in
      (rank(right.element), left.offset) < (rank(left.element), right.offset)
    }.map(\.element)
  }

  private static func bars(
    _ features: ArraySlice<ReportContent.FeatureImportance>, metric: String
  ) -> Element {
    BarChart(
      title: "Importance of columns",
      description: "Loss of \(metric) when a column is shuffled: "
        + features.prefix(5).map { "\($0.name.shortened(to: 40)) \(NumberText.plain($0.loss))" }
        .joined(separator: ", "),
      bars: features.map { feature in
        BarChart.Bar(
          name: feature.name, value: feature.loss, deviation: feature.deviation,
          label: NumberText.plain(feature.loss))
      }
    ).element
  }

  private static func table(
    _ features: ArraySlice<ReportContent.FeatureImportance>, metric: String
  ) -> Element {
    Table(
      caption: "Loss of \(metric) when a column is shuffled",
      columns: [
        Table.Column(title: "Column"),
        Table.Column(title: "Loss", isNumeric: true, help: "Mean over the shuffles"),
        Table.Column(title: "Deviation", isNumeric: true, help: "Standard deviation over the shuffles"),
      ],
      rows: features.map { feature in
        [
          .text(feature.name.shortened(to: 80)), .number(feature.loss) { NumberText.plain($0) },
          .number(feature.deviation) { NumberText.plain($0) },
        ]
      }
    ).element
  }
}

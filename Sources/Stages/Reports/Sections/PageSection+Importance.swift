extension PageSection {
  /// What the final model's score owes to each column.
  static func importance(_ importance: ReportContent.PermutationImportance?) -> PageSection {
    PageSection(id: "importance", title: "Permutation importance") {
      if let importance, !importance.features.isEmpty {
        Element.card("Columns", isWide: true) {
          Table(
            caption: "Loss of \(importance.metric) when a column is shuffled",
            columns: [
              Table.Column(title: "Column"), Table.Column(title: "Loss", isNumeric: true),
              Table.Column(title: "Deviation", isNumeric: true),
            ],
            rows: importance.features.map { feature in
              [
                .text(feature.name), .number(feature.loss, NumberText.score),
                .number(feature.deviation, NumberText.score),
              ]
            }
          ).element
        }
      }
    }
  }
}

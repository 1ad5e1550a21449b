extension PageSection {
  /// Loss by iteration.
  static func learningCurves(_ curves: [ReportContent.LearningCurve]) -> PageSection {
    PageSection(id: "learning", title: "Learning curves") {
      if !curves.isEmpty {
        Element.card("Last iterations", isWide: true) {
          Table(
            caption: "Last point of each learning curve",
            columns: [
              Table.Column(title: "Model"), Table.Column(title: "Loss"),
              Table.Column(title: "Best iteration", isNumeric: true),
              Table.Column(title: "Validation", isNumeric: true),
              Table.Column(title: "Training", isNumeric: true),
            ],
            rows: curves.map { curve in
              [
                .text(curve.model), .text(curve.metric),
                .number(curve.bestIteration.map(Double.init)) { NumberText.plain($0, digits: 6) },
                .number(curve.validation.last?.y, NumberText.score),
                .number(curve.training.last?.y, NumberText.score),
              ]
            }
          ).element
        }
      }
    }
  }
}

import Foundation
import LatheCore
import Reports

/// The parts of an ordinary run, from which the contents are put together.
extension SampleContent {
  static let families = [
    "boosted trees", "extremely randomised trees", "linear", "nearest neighbours", "support vectors",
  ]

  static func level(_ name: String, _ count: Int) -> ReportContent.Level {
    ReportContent.Level(name, count: count)
  }

  static func normal(_ random: inout RandomSource) -> Double {
    (-2 * log(1 - random.uniform())).squareRoot() * cos(2 * .pi * random.uniform())
  }

  static func histogram(_ values: [Double], bins: Int) -> ReportContent.Histogram {
    let low = values.min() ?? 0
    let width = ((values.max() ?? 1) - low) / Double(bins)
    var counts = [Int](repeating: 0, count: bins)
    for value in values { counts[min(Int((value - low) / width), bins - 1)] += 1 }
    return ReportContent.Histogram(edges: (0...bins).map { low + width * Double($0) }, counts: counts)
  }

  static func data(target: ReportContent.Distribution) -> ReportContent.DataOverview {
    var random = RandomSource(seed: 1)
    let ages = histogram((0..<5_000).map { _ in (17 + 73 * pow(random.uniform(), 1.7)).rounded() }, bins: 24)
    let gains = histogram((0..<5_000).map { _ in (99_999 * pow(random.uniform(), 12)).rounded() }, bins: 24)
    let days = histogram(
      (0..<5_000).map { _ in 1_500_000_000 + 1e8 * random.uniform() }, bins: 24)
    func column(
      _ name: String, _ kind: ColumnKind, _ role: ReportContent.ColumnRole = .feature, missing: Double = 0,
      distinct: Int?, _ distribution: ReportContent.Distribution?
    ) -> ReportContent.ColumnSummary {
      ReportContent.ColumnSummary(
        name: name, kind: kind, role: role, missingShare: missing, distinctCount: distinct,
        distribution: distribution)
    }
    return ReportContent.DataOverview(
      sources: ["adult-train.csv"], rowCount: 32_561, bytes: 3_974_305,
      formatFacts: [
        ReportContent.Fact("Format", "CSV"), ReportContent.Fact("Delimiter", "comma"),
        ReportContent.Fact("Encoding", "UTF-8"), ReportContent.Fact("Header", "yes"),
      ],
      columns: [
        column("age", .integer, distinct: 73, .numbers(ages)),
        column(
          "workclass", .category, missing: 0.0564, distinct: 8,
          .levels(
            [level("Private", 22_696), level("Self-emp-not-inc", 2_541), level("Local-gov", 2_093)],
            otherCount: 3_395)),
        column(
          "education", .category, distinct: 16,
          .levels(
            [level("HS-grad", 10_501), level("Some-college", 7_291), level("Bachelors", 5_355)],
            otherCount: 9_414)),
        column("capital-gain", .integer, distinct: 119, .numbers(gains)),
        column("hours-per-week", .integer, distinct: 94, .numbers(ages)),
        column("surveyed", .date, missing: 0.0004, distinct: 1_157, .numbers(days)),
        column(
          "native-country", .category, missing: 0.0179, distinct: 41,
          .levels([level("United-States", 29_170), level("Mexico", 643)], otherCount: 2_165)),
        column("remarks", .text, missing: 0.413, distinct: 18_220, nil),
        column("row id", .identifier, .dropped(reason: "every value is different"), distinct: 32_561, nil),
        column("source", .constant, .dropped(reason: "one value"), distinct: 1, nil),
        column("fnlwgt", .float, .weight, distinct: 21_648, .numbers(gains)),
        column("income", .category, .target, distinct: 2, target),
      ])
  }

  static func plan() -> ReportContent.Plan {
    var spans = [
      ReportContent.Span(lane: "reading", label: "reading", family: "phase", start: 0, end: 0.6),
      ReportContent.Span(lane: "features", label: "features", family: "phase", start: 0.6, end: 2.1),
    ]
    var start = 2.1
    for (index, model) in models.enumerated() {
      for fold in 0..<5 {
        let seconds = [1.9, 2.6, 1.2, 0.5, 0.3, 0.9, 1.6][index] * (0.9 + 0.05 * Double(fold))
        spans.append(
          ReportContent.Span(
            lane: model.name, label: "fold \(fold + 1)", family: model.family, start: start,
            end: start + seconds))
        start += seconds
      }
    }
    spans.append(
      ReportContent.Span(lane: "ensemble", label: "ensemble", family: "phase", start: start, end: start + 4))
    spans.append(
      ReportContent.Span(lane: "saving", label: "saving", family: "phase", start: start + 4, end: start + 5.1)
    )
    return ReportContent.Plan(
      decisions: [
        ReportContent.Decision(
          "Objective: ROC AUC", reason: "two classes, and no other metric was asked for"),
        ReportContent.Decision(
          "5 folds, stratified",
          reason: "32,561 rows; one fit takes 1.9 s, so five folds of eight models fit the budget"),
        ReportContent.Decision(
          "No support vector machine with RBF kernel",
          reason: "32,561 rows exceed the 20,000 at which it is tried"),
        ReportContent.Decision(
          "Calibration: none", reason: "isotonic regression changed the log loss by 0.0002, within its error"),
      ], budgetSeconds: 60, spans: spans,
      progress: ReportContent.Progress(
        metric: "auc",
        best: [
          ReportContent.Point(x: 3, y: 0.9), ReportContent.Point(x: 20, y: 0.92),
          ReportContent.Point(x: 45, y: 0.925),
        ],
        ensemble: [
          ReportContent.Point(x: 3, y: 0.9), ReportContent.Point(x: 20, y: 0.925),
          ReportContent.Point(x: 45, y: 0.928),
        ], searchBegan: 40))
  }

  static let models = [
    (name: "boosted trees", family: "boosted trees"),
    (name: "boosted trees, deep", family: "boosted trees"),
    (name: "boosted trees, extra", family: "boosted trees"),
    (name: "extremely randomised trees", family: "extremely randomised trees"),
    (name: "logistic regression", family: "linear"),
    (name: "random forest", family: "random forest"),
    (name: "nearest neighbours", family: "nearest neighbours"),
  ]

  static func leaderboard(
    best: Double, step: Double, hasTest: Bool = true
  ) -> ReportContent.Leaderboard {
    var entries = [
      ReportContent.LeaderboardEntry(
        name: "ensemble", family: "ensemble", validationScore: best, foldDeviation: abs(step) * 2,
        testScore: hasTest ? best - step * 0.7 : nil, fitSeconds: 4, predictMicroseconds: 38.2,
        bytes: 4_812_345)
    ]
    let weights = [0.46, 0.24, 0.16, 0, 0.08, 0.06, 0]
    for (index, model) in models.enumerated() {
      let score = best - step * Double((index + 1) * (index + 2)) / 2
      entries.append(
        ReportContent.LeaderboardEntry(
          name: model.name, family: model.family, validationScore: score, foldDeviation: abs(step) * 2.2,
          testScore: hasTest ? score - step * 0.6 : nil, fitSeconds: [9.5, 13, 6, 2.5, 1.5, 4.5, 8][index],
          iterations: index < 3 ? 412 + 61 * Double(index) : nil,
          predictMicroseconds: [4.1, 9.3, 3.8, 12.5, 0.2, 11.1, 812][index],
          bytes: [812_311, 1_920_113, 601_234, 5_120_331, 4_113, 6_331_890, 20_113_000][index],
          ensembleWeight: weights[index],
          parameters: index < 3
            ? "learning_rate 0.03, num_leaves 63, feature_fraction 0.6, min_data_in_leaf 20, lambda_l2 1"
            : nil))
    }
    let seconds = [12.0, 25, 31, 34, 36, 40, 48]
    var progress = models.enumerated().map { index, model in
      ReportContent.ProgressPoint(
        seconds: seconds[index], score: entries[index + 1].validationScore, model: model.name)
    }
    progress.swapAt(0, 2)
    progress[0].seconds = 12
    progress[2].seconds = 31
    progress.append(ReportContent.ProgressPoint(seconds: 53, score: best, model: "ensemble"))
    return ReportContent.Leaderboard(
      entries: entries, progress: progress,
      failures: [ReportContent.Failure("DART", reason: "0.8 s were left where a fit takes 6 s")])
  }

  static func learningCurves(
    metric: String, start: Double, end: Double
  ) -> [ReportContent.LearningCurve] {
    var random = RandomSource(seed: 11)
    return [0.010, 0.016, 0.007].enumerated().map { index, rate in
      let best = [412, 290, 520][index]
      var validation: [ReportContent.Point] = []
      var training: [ReportContent.Point] = []
      for iteration in 1...(best + 100) {
        let decay = exp(-rate * Double(iteration))
        let overfit = 0.00004 * Double(max(iteration - best / 2, 0)) / 10
        let noise = 0.002 * (random.uniform() - 0.5) * decay
        validation.append(
          ReportContent.Point(x: Double(iteration), y: end + (start - end) * (decay + noise + overfit)))
        training.append(
          ReportContent.Point(
            x: Double(iteration), y: end + (start - end) * (decay - 0.0002 * Double(iteration))))
      }
      return ReportContent.LearningCurve(
        model: models[index].name, metric: metric, validation: validation, training: training,
        bestIteration: best)
    }
  }

  static func binaryFigures() -> ReportContent.BinaryFigures {
    var random = RandomSource(seed: 5)
    var rows = (0..<6_000).map { _ in
      let isPositive = random.uniform() < 0.24
      let score = (isPositive ? 0.6 : -2.6) + 1.45 * normal(&random)
      return (probability: 1 / (1 + exp(-score)), isPositive: isPositive)
    }
    rows.sort { $0.probability > $1.probability }
    let positives = Double(rows.count(where: \.isPositive))
    let negatives = Double(rows.count) - positives
    var truePositives = 0.0
    var falsePositives = 0.0
    var roc = [ReportContent.Point(x: 0, y: 0)]
    var precisionRecall: [ReportContent.Point] = []
    var curves = ["precision", "recall", "F1"].map { ReportContent.NamedCurve($0, points: []) }
    for row in rows {
      if row.isPositive { truePositives += 1 } else { falsePositives += 1 }
      let recall = truePositives / positives
      let precision = truePositives / (truePositives + falsePositives)
      roc.append(ReportContent.Point(x: falsePositives / negatives, y: recall))
      precisionRecall.append(ReportContent.Point(x: recall, y: precision))
      let f1 = recall + precision > 0 ? 2 * recall * precision / (recall + precision) : 0
      for (index, score) in [precision, recall, f1].enumerated() {
        curves[index].points.append(ReportContent.Point(x: row.probability, y: score))
      }
    }
    for index in curves.indices { curves[index].points.reverse() }
    var area = 0.0
    for (left, right) in zip(roc, roc.dropFirst()) { area += (right.x - left.x) * (left.y + right.y) / 2 }
    func scores(ofPositive isPositive: Bool) -> ReportContent.Histogram {
      var counts = [Int](repeating: 0, count: 40)
      for row in rows where row.isPositive == isPositive { counts[min(Int(row.probability * 40), 39)] += 1 }
      return ReportContent.Histogram(edges: (0...40).map { Double($0) / 40 }, counts: counts)
    }
    var confusion = [[0, 0], [0, 0]]
    for row in rows { confusion[row.isPositive ? 1 : 0][row.probability >= 0.42 ? 1 : 0] += 1 }
    let calibration = (0..<10).compactMap { bin -> ReportContent.CalibrationBin? in
      let inside = rows.filter { min(Int($0.probability * 10), 9) == bin }
      guard !inside.isEmpty else { return nil }
      return ReportContent.CalibrationBin(
        predicted: inside.map(\.probability).reduce(0, +) / Double(inside.count),
        observed: Double(inside.count(where: \.isPositive)) / Double(inside.count), count: inside.count)
    }
    return ReportContent.BinaryFigures(
      negativeClass: "<=50K", positiveClass: ">50K", roc: roc, rocArea: area,
      precisionRecall: precisionRecall, averagePrecision: 0.8312, calibration: calibration,
      negativeScores: scores(ofPositive: false), positiveScores: scores(ofPositive: true), threshold: 0.42,
      thresholdReason: "it maximises the F1 score on out-of-fold predictions", confusion: confusion,
      thresholdCurves: curves)
  }

  static func importance(
    metric: String, scale: Double = 0.1
  ) -> ReportContent.PermutationImportance {
    let losses: [(String, Double)] = [
      ("capital-gain", 0.55), ("relationship", 0.41), ("age", 0.29), ("occupation", 0.2), ("education", 0.17),
      ("hours-per-week", 0.11), ("workclass", 0.04), ("native-country", 0.006), ("surveyed", -0.002),
      ("remarks", -0.004),
    ]
    return ReportContent.PermutationImportance(
      metric: metric, score: 0.9281, source: "5,000 validation rows", repeats: 5,
      features: losses.map {
        ReportContent.FeatureImportance(
          $0.0, loss: $0.1 * scale, deviation: 0.01 * scale + 0.04 * abs($0.1) * scale)
      })
  }

  static func resources() -> ReportContent.ResourceUse {
    ReportContent.ResourceUse(
      phases: [
        ReportContent.Phase("reading", seconds: 0.6), ReportContent.Phase("features", seconds: 1.5),
        ReportContent.Phase("boosted trees", seconds: 28.5),
        ReportContent.Phase("extremely randomised trees", seconds: 2.5),
        ReportContent.Phase("linear", seconds: 1.5), ReportContent.Phase("random forest", seconds: 4.5),
        ReportContent.Phase("nearest neighbours", seconds: 8), ReportContent.Phase("ensemble", seconds: 4),
        ReportContent.Phase("saving", seconds: 1.1),
      ], wallSeconds: 59.4, processorSeconds: 113.8, peakMemoryBytes: 612_000_000, threads: 2,
      machine: "2 cores, x86_64, Linux")
  }

  static func reproduction() -> ReportContent.Reproduction {
    ReportContent.Reproduction(
      command: "lathe fit adult-train.csv --target income --time 60s --test adult-test.csv --seed 7",
      facts: [
        ReportContent.Fact("Lathe", "0.1.0"), ReportContent.Fact("LightGBM", "4.6.0"),
        ReportContent.Fact("Swift", "6.3.1"), ReportContent.Fact("Seed", "7"),
        ReportContent.Fact(
          "Data, SHA-256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
      ],
      listings: [
        ReportContent.Listing(
          "Predict new rows", code: "lathe predict income.lathe new-rows.csv --output predictions.csv"),
        ReportContent.Listing("Score labelled rows", code: "lathe evaluate income.lathe labelled-rows.csv"),
        ReportContent.Listing(
          "Use it in a program",
          code: """
            import Inference

            let model = try Predictor(contentsOf: URL(filePath: "income.lathe"))
            for row in try model.predict(rows) where row.probability > 0.42 {
              print(row.label)
            }
            """),
      ])
  }
}

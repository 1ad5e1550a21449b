import Bundles
import Foundation
import LatheCore
import Learners
import Metrics
import Models
import Reports

/// Fills the report of a run.
struct ReportAssembler: Sendable {
  let context: BundleAssembler.Context
  let state: SearchState
  let deployment: Deployment
  let verdict: EnsembleVerdict
  let manifest: Manifest
  let validation: ScoreSheet
  let importance: PermutationImportance?
  let decisions: [PlanDecision]
  let notice: String?
  let artifacts: [String: ModelArtifact]
  let output: URL

  /// At most this many learning curves; the best candidates'.
  static let mostCurves = 12
  static let mostFailures = 10

  /// The energy of the run so far by the report's power model.
  static func energy(of clock: RunClock) -> Provenance.Energy {
    let power = ReportContent.PowerAssumption()
    let gigabytes = Double(RunClock.peakMemoryBytes) / 1e9
    let joules =
      clock.processorSeconds * power.wattsPerCore + clock.seconds * gigabytes * power.wattsPerGigabyte
    return Provenance.Energy(
      wattHours: joules / 3_600,
      method:
        "processor seconds at \(power.wattsPerCore) W a core and memory at \(power.wattsPerGigabyte) W a GB")
  }

  func content() -> ReportContent {
    var content = ReportContent(headline: headline)
    content.data = dataOverview
    content.diagnostics = manifest.diagnostics
    content.plan = plan
    content.leaderboard = leaderboard
    content.learningCurves = learningCurves
    content.performance = FigureAssembler(verdict: verdict).performance(
      source: context.folds.count > 1 ? "out-of-fold predictions" : "predictions for the held-out rows")
    content.importance = importance.map { importance in
      ReportContent.PermutationImportance(
        metric: context.metric.name, score: context.metric.score(fromLoss: importance.loss),
        source: "\(importance.rows) validation rows", repeats: importance.repeats,
        features: importance.entries.map {
          ReportContent.FeatureImportance($0.column, loss: $0.rise, deviation: $0.deviation)
        })
    }
    content.resources = resources
    content.reproduction = reproduction
    return content
  }

  private var headline: ReportContent.Headline {
    func estimate(_ rows: RecordedScore.Rows) -> ReportContent.ScoreEstimate? {
      manifest.scores.first { $0.rows == rows && $0.metric == context.metric }.map {
        ReportContent.ScoreEstimate($0.value, lower: $0.lower, upper: $0.upper, rowCount: $0.rowCount)
      }
    }
    let others = EnsembleVerdict.metrics(for: context.table.problem, objective: context.metric).dropFirst()
    func score(_ metric: Metric, _ rows: RecordedScore.Rows) -> Double? {
      manifest.scores.first { $0.rows == rows && $0.metric == metric }?.value
    }
    let candidates = state.weights.count(where: { $0 > 0 })
    return ReportContent.Headline(
      target: context.request.target, task: context.table.problem.task, taskReason: context.whole.taskReason,
      metric: context.metric.name, higherIsBetter: context.metric.isHigherBetter,
      validation: estimate(.validation),
      test: estimate(.test), baseline: validation.baseline,
      otherScores: others.map {
        ReportContent.OtherScore($0.name, validation: score($0, .validation), test: score($0, .test))
      },
      model: candidates == 1 && deployment.members.count == 1
        ? deployment.members[0].trial.name
        : "\(deployment.members.count) models of \(candidates) candidate\(candidates == 1 ? "" : "s")",
      notice: notice, date: Date(), seconds: context.clock.seconds, seed: context.request.seed)
  }

  private var dataOverview: ReportContent.DataOverview {
    let roles = Dictionary(uniqueKeysWithValues: context.whole.roles.map { ($0.column, $0.role) })
    return ReportContent.DataOverview(
      sources: context.input.files, rowCount: context.input.frame.rowCount, bytes: context.input.bytes,
      formatFacts: context.input.formatFacts.map { ReportContent.Fact($0.name, $0.value) },
      columns: context.input.frame.columns.map { column in
        ReportContent.ColumnSummary(column, role: (roles[column.name] ?? .feature).forReport)
      })
  }

  private var plan: ReportContent.Plan {
    var seconds: Double?
    if case .seconds(let allowed) = context.request.budget { seconds = allowed }
    let spans = state.trials.flatMap { trial in
      trial.fits.filter { $0.ended > $0.began }.map { fit in
        ReportContent.Span(
          lane: trial.name, label: "fold \(fit.fold + 1)", family: trial.candidate.learner.family.title,
          start: fit.began, end: fit.ended)
      }
    }
    return ReportContent.Plan(
      decisions: decisions.map { ReportContent.Decision($0.decision, reason: $0.reason) },
      budgetSeconds: seconds,
      spans: spans.sorted { ($0.start, $0.lane) < ($1.start, $1.lane) }, progress: progress)
  }

  private var progress: ReportContent.Progress {
    let metric = context.metric
    func point(_ seconds: Double, _ loss: Double) -> ReportContent.Point {
      ReportContent.Point(x: seconds, y: metric.score(fromLoss: loss))
    }
    return ReportContent.Progress(
      metric: metric.name,
      best: state.progress.compactMap { entry in entry.best.map { point(entry.seconds, $0) } },
      ensemble: state.progress.map { point($0.seconds, $0.ensemble) },
      searchBegan: state.progress.first { CandidateTuner.isProposal($0.candidate) }?.seconds)
  }

  private var leaderboard: ReportContent.Leaderboard {
    let metric = context.metric
    var entries = state.trials.indices.map { index in
      let trial = state.trials[index]
      let members = deployment.members.filter { $0.trial.name == trial.name }
      return ReportContent.LeaderboardEntry(
        name: trial.name, family: trial.candidate.learner.family.title,
        validationScore: metric.score(fromLoss: trial.loss), foldDeviation: Self.deviation(trial.foldLosses),
        fitSeconds: trial.seconds, iterations: trial.iterations.map(Double.init),
        predictMicroseconds: deployment.microsecondsOfModel[trial.name],
        bytes: members.isEmpty
          ? nil
          : members.reduce(0) {
            $0 + (artifacts[$1.identifier]?.files.values.reduce(0) { $0 + $1.count } ?? 0)
          },
        ensembleWeight: state.weights[index],
        parameters: trial.candidate.learner.parameters.sorted { $0.key < $1.key }.map {
          "\($0.key) \($0.value)"
        }
        .joined(separator: ", "))
    }
    entries.append(
      ReportContent.LeaderboardEntry(
        name: "ensemble", family: "ensemble", validationScore: metric.score(fromLoss: state.loss),
        testScore: manifest.scores.first { $0.rows == .test && $0.metric == metric }?.value,
        fitSeconds: state.trials.indices.filter { state.weights[$0] > 0 }.reduce(0) {
          $0 + state.trials[$1].seconds
        }))
    entries.sort {
      (metric.loss(fromScore: $0.validationScore), $0.name) < (
        metric.loss(fromScore: $1.validationScore), $1.name
      )
    }
    let progress = state.trials.map { trial in
      ReportContent.ProgressPoint(
        seconds: trial.fits.map(\.ended).max() ?? 0, score: metric.score(fromLoss: trial.loss),
        model: trial.name)
    }
    return ReportContent.Leaderboard(
      entries: entries, progress: progress.sorted { ($0.seconds, $0.model) < ($1.seconds, $1.model) },
      failures: failures)
  }

  /// What gave no model; of a long list the first, and how many more there are.
  private var failures: [ReportContent.Failure] {
    let shown = state.skipped.prefix(Self.mostFailures)
    let more = state.skipped.count - shown.count
    return shown.map { ReportContent.Failure($0.name, reason: $0.reason) }
      + (more > 0 ? [ReportContent.Failure("\(more) more", reason: "for the same or similar reasons")] : [])
  }

  private var learningCurves: [ReportContent.LearningCurve] {
    state.trials.filter { $0.fits.first.map { $0.validationLosses.count > 1 } ?? false }
      .sorted { ($0.loss, $0.name) < ($1.loss, $1.name) }.prefix(Self.mostCurves).compactMap { trial in
        guard let fit = trial.fits.first else { return nil }
        return ReportContent.LearningCurve(
          model: trial.name, metric: "loss", validation: Self.points(fit.validationLosses),
          training: Self.points(fit.trainingLosses, every: FittedModel.trainingLossInterval),
          bestIteration: fit.iterations)
      }
  }

  private var resources: ReportContent.ResourceUse {
    var seconds: [String: Double] = [:]
    for trial in state.trials {
      for fit in trial.fits {
        seconds[trial.candidate.learner.family.title, default: 0] += fit.ended - fit.began
      }
    }
    let phases =
      [ReportContent.Phase("reading", seconds: context.input.seconds)]
      + seconds.sorted { $0.key < $1.key }.map { ReportContent.Phase("fitting \($0.key)", seconds: $0.value) }
    return ReportContent.ResourceUse(
      phases: phases, wallSeconds: context.clock.seconds, processorSeconds: context.clock.processorSeconds,
      peakMemoryBytes: RunClock.peakMemoryBytes, threads: context.request.threads,
      machine: MachineDescription.summary)
  }

  private var reproduction: ReportContent.Reproduction {
    let provenance = manifest.provenance
    let bundle = output.lastPathComponent
    return ReportContent.Reproduction(
      command: context.command.map(\.quotedForShell).joined(separator: " "),
      facts: [
        ReportContent.Fact("seed", "\(provenance.seed)"),
        ReportContent.Fact("data digest", provenance.dataDigest),
      ] + provenance.versions.sorted { $0.key < $1.key }.map { ReportContent.Fact($0.key, $0.value) },
      listings: [
        ReportContent.Listing(
          "Predict new rows", code: "lathe predict \(bundle.quotedForShell) new.csv --output predictions.csv"),
        ReportContent.Listing(
          "Score labelled rows", code: "lathe evaluate \(bundle.quotedForShell) labelled.csv"),
        ReportContent.Listing(
          "Use it from Swift",
          code: """
            import Inference

            let predictor = try Predictor(contentsOf: URL(filePath: "\(bundle)"))
            let answer = try predictor.predict(frame)
            """),
      ])
  }

  private static func points(_ losses: [Double], every interval: Int = 1) -> [ReportContent.Point] {
    losses.enumerated().map { ReportContent.Point(x: Double(($0 + 1) * interval), y: $1) }
  }

  private static func deviation(_ values: [Double]) -> Double? {
    guard values.count > 1, values.allSatisfy(\.isFinite) else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
  }
}

extension TrainingTable.Role {
  fileprivate var forReport: ReportContent.ColumnRole {
    switch self {
    case .feature: .feature
    case .target: .target
    case .weight: .weight
    case .group: .group
    case .time: .time
    case .dropped(let reason): .dropped(reason: reason)
    }
  }
}

extension ModelFamily {
  /// The family in words.
  var title: String {
    switch self {
    case .boostedTrees: "boosted trees"
    case .dart: "boosted trees with dropout"
    case .randomForest: "random forest"
    case .extraTrees: "extremely randomised trees"
    case .linear: "linear"
    case .supportVectorMachine: "support vectors"
    case .neighbours: "nearest neighbours"
    case .constant: "constant"
    }
  }
}

extension String {
  /// The text as one word of a POSIX shell.
  var quotedForShell: String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+@%")
    return !isEmpty && allSatisfy(plain.contains) ? self : "'" + replacing("'", with: "'\\''") + "'"
  }
}

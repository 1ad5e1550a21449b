import Bundles
import DataFrames
import Features
import Foundation
import Inference
import LatheCore
import Metrics
import Models
import Reports

/// Makes a bundle of what a search found, and writes it.
struct BundleAssembler: Sendable {
  /// What stays the same over a run.
  struct Context: Sendable {
    let request: FitRequest
    let input: FitInput
    /// All labelled rows.
    let whole: TrainingTable
    /// The rows that are learnt from.
    let table: TrainingTable
    let folds: [Fold]
    let metric: Metric
    let cache: FeatureCache
    let command: [String]
    let clock: RunClock
    let startedAt: Date
  }

  private let context: Context

  init(_ context: Context) { self.context = context }

  /// Seconds that a test row is expected to take, with the models of a large ensemble.
  static let secondsPerTestRow = 6e-5

  /// Writes the finished bundle with its report to `output`.
  func write(
    _ deployment: Deployment, decisions: [PlanDecision], notice: String?, limits: FitLimits, to output: URL
  ) throws(AutoMLError) -> FitSummary {
    let state = deployment.state
    let decisions = decisions + deployment.decisions
    let verdict = verdict(of: state)
    let validation = ScoreSheet(
      predictions: verdict.predictions, targets: verdict.evaluation.targets,
      weights: verdict.evaluation.weights,
      problem: context.table.problem, objective: context.metric, decision: verdict.decision,
      rows: .validation,
      seed: context.request.seed)
    var contents = try contents(
      deployment: deployment, decisions: decisions, verdict: verdict, scores: validation.scores)
    try score(&contents, limits: limits)
    let importance =
      limits.shouldStop
      ? nil
      : PermutationImportance(
        state: state, cache: context.cache, folds: context.folds, table: context.table, limits: limits)
    let report = ReportAssembler(
      context: context, state: state, deployment: deployment, verdict: verdict, manifest: contents.manifest,
      validation: validation, importance: importance, decisions: decisions,
      notice: notice,
      artifacts: contents.artifacts, output: output)
    contents.manifest.provenance.seconds = context.clock.seconds
    contents.report = Report(report.content()).html()
    try save(contents, to: output)
    return FitSummary(
      bundle: output.path, report: output.appending(path: "report.html").path, target: context.request.target,
      problem: context.table.problem, metric: context.metric, scores: contents.manifest.scores,
      leaderboard: contents.manifest.leaderboard, decisions: decisions,
      diagnostics: contents.manifest.diagnostics, modelCount: deployment.members.count,
      seconds: context.clock.seconds)
  }

  /// Writes the best so far without a report, so that a killed run leaves something to use.
  func writeInterim(state: SearchState, decisions: [PlanDecision], to output: URL) throws(AutoMLError) {
    let deployment = Deployer(
      state: state, cache: context.cache, request: context.request, threads: 1,
      isTimeOrdered: context.table.times != nil, isHoldout: context.folds.count == 1,
      deadline: .after(seconds: 0), stop: StopSignal(), isInterim: true
    ).deploy()
    let contents = try contents(
      deployment: deployment,
      decisions: decisions + [
        PlanDecision("keep this state of the search", because: "the run is not finished")
      ],
      verdict: verdict(of: deployment.state), scores: [])
    try save(contents, to: output)
  }

  private func verdict(of state: SearchState) -> EnsembleVerdict {
    EnsembleVerdict(
      state, calibrates: context.request.classWeights == .none, seed: context.request.seed)
  }

  private func save(_ contents: BundleContents, to output: URL) throws(AutoMLError) {
    do { try contents.write(to: output) } catch { throw .stage(error) }
  }

  private func contents(
    deployment: Deployment, decisions: [PlanDecision], verdict: EnsembleVerdict, scores: [RecordedScore]
  ) throws(AutoMLError) -> BundleContents {
    var members: [BundleMember] = []
    var artifacts: [String: ModelArtifact] = [:]
    var features: [String: FittedFeatures] = [:]
    for member in deployment.members {
      let artifact: ModelArtifact
      do { artifact = try member.model.artifact() } catch { throw .stage(error) }
      members.append(
        BundleMember(
          id: member.identifier, name: member.trial.name,
          family: member.trial.candidate.learner.family.rawValue,
          weight: member.weight, featureSet: member.featureSet, artifact: artifact,
          targetTransform: context.cache.transform, parameters: member.trial.candidate.learner.parameters,
          iterations: member.iterations))
      artifacts[member.identifier] = artifact
      features[member.featureSet] = member.features
    }
    let input = context.input
    var manifest = Manifest(
      problem: context.table.problem,
      target: input.schema.first { $0.name == context.request.target }
        ?? ColumnSchema(name: context.request.target, kind: .category),
      inputs: input.schema.filter { schema in context.table.inputs[schema.name] != nil }, members: members,
      calibration: verdict.calibration, decision: verdict.decision, metric: context.metric,
      provenance: provenance)
    manifest.scores = scores
    manifest.leaderboard = leaderboard(deployment)
    manifest.plan = decisions.map { "\($0.decision): \($0.reason)" }
    manifest.diagnostics = input.diagnostics + context.whole.diagnostics
    let reference = ReferenceProfile(
      frame: context.table.inputs, inputs: manifest.inputs, predictions: verdict.predictions,
      outputCount: context.table.problem.outputCount, seed: context.request.seed)
    return BundleContents(manifest: manifest, features: features, artifacts: artifacts, reference: reference)
  }

  private func leaderboard(_ deployment: Deployment) -> [LeaderboardRow] {
    let metric = context.metric
    let state = deployment.state
    var rows = state.trials.indices.map { index in
      let trial = state.trials[index]
      return LeaderboardRow(
        name: trial.name, family: trial.candidate.learner.family.rawValue,
        score: metric.score(fromLoss: trial.loss),
        fitSeconds: trial.seconds, predictMicroseconds: deployment.microsecondsOfModel[trial.name],
        weight: state.weights[index])
    }
    rows.sort { (metric.loss(fromScore: $0.score), $0.name) < (metric.loss(fromScore: $1.score), $1.name) }
    return rows
  }

  private var provenance: Provenance {
    Provenance(
      dataFiles: context.input.files, dataDigest: context.input.digest, rowCount: context.table.rowCount,
      columnCount: context.input.frame.columns.count, seed: context.request.seed,
      versions: [
        "lathe": LatheVersion.current, "swift": MachineDescription.swiftVersion, "lightgbm": "4.7.0",
      ],
      command: context.command, startedAt: context.startedAt, seconds: context.clock.seconds,
      energy: ReportAssembler.energy(of: context.clock), machine: MachineDescription.summary)
  }

  /// Adds the scores on the test file, answered by the bundle as it will be read back.
  private func score(_ contents: inout BundleContents, limits: FitLimits) throws(AutoMLError) {
    guard let frame = context.input.test, let column = frame[context.request.target] else { return }
    let problem = context.table.problem
    let targets = problem.targets(of: column)
    var rows = targets.indices.filter { !targets[$0].isNaN }
    let predictor: Predictor
    do { predictor = Predictor(try ModelBundle(files: try contents.files())) } catch { throw .stage(error) }
    if let affordable = affordableRows(predictor, frame: frame, rows: rows, limits: limits),
      affordable < rows.count
    {
      contents.manifest.diagnostics.append(
        Diagnostic(
          .note, code: "test-sample",
          message:
            "The test score is of \(affordable) of \(rows.count) test rows, for which there was time; lathe evaluate scores all."
        ))
      rows = (0..<affordable).map { rows[$0 * rows.count / affordable] }
    }
    let predictions: Predictions
    do {
      predictions = try predictor.predict(frame.selecting(rows: rows), threads: context.request.threads)
    } catch { throw .stage(error) }
    contents.manifest.diagnostics += predictions.diagnostics.map { diagnostic in
      Diagnostic(
        diagnostic.severity, code: diagnostic.code, message: "In the test data: \(diagnostic.message)",
        column: diagnostic.column)
    }
    let weights: [Double]? =
      if let name = context.request.weightColumn, let column = frame[name] {
        try TrainingTable.weights(of: column)
      } else { nil }
    contents.manifest.scores +=
      ScoreSheet(
        predictions: predictions.values, targets: rows.map { targets[$0] },
        weights: weights.map { weights in rows.map { weights[$0] } }, problem: problem,
        objective: context.metric, decision: contents.manifest.decision, rows: .test,
        seed: context.request.seed
      ).scores
  }

  /// Rows that can be answered in four fifths of the time that is left, by a measured part; `nil` without a deadline.
  private func affordableRows(_ predictor: Predictor, frame: DataFrame, rows: [Int], limits: FitLimits)
    -> Int?
  {
    let sample = Array(rows.prefix(500))
    guard !limits.deadline.isNever, rows.count > 4 * sample.count else { return nil }
    let start = ContinuousClock.now
    guard (try? predictor.predict(frame.selecting(rows: sample))) != nil else { return nil }
    let secondsPerRow = (start.duration(to: .now) / .seconds(1)) / Double(sample.count)
    let seconds = 0.8 * max(0, limits.deadline.remainingSeconds) * Double(context.request.threads)
    return max(sample.count, Int(min(seconds / max(secondsPerRow, 1e-9), Double(rows.count))))
  }
}

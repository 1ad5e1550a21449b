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

  /// Writes the finished bundle with its report to `output`.
  func write(
    state: SearchState, deployment: Deployment, decisions: [PlanDecision], notice: String?, limits: FitLimits,
    to output: URL
  ) throws(AutoMLError) -> FitSummary {
    let verdict = EnsembleVerdict(state, seed: context.request.seed)
    let validation = ScoreSheet(
      predictions: verdict.predictions, targets: verdict.evaluation.targets,
      weights: verdict.evaluation.weights,
      problem: context.table.problem, objective: context.metric, decision: verdict.decision,
      rows: .validation,
      seed: context.request.seed)
    var contents = try contents(
      state: state, deployment: deployment, decisions: decisions + deployment.decisions, verdict: verdict,
      scores: validation.scores)
    let test = try testScores(deployment, verdict: verdict)
    contents.manifest.scores += test?.scores ?? []
    let importance =
      limits.shouldStop
      ? nil
      : PermutationImportance(
        state: state, cache: context.cache, folds: context.folds, table: context.table, limits: limits)
    let report = ReportAssembler(
      context: context, state: state, deployment: deployment, verdict: verdict, manifest: contents.manifest,
      validation: validation, importance: importance, decisions: decisions + deployment.decisions,
      notice: notice,
      artifacts: contents.artifacts, output: output)
    contents.manifest.provenance.seconds = context.clock.seconds
    contents.report = Report(report.content()).html()
    try save(contents, to: output)
    return FitSummary(
      bundle: output.path, report: output.appending(path: "report.html").path, target: context.request.target,
      problem: context.table.problem, metric: context.metric, scores: contents.manifest.scores,
      leaderboard: contents.manifest.leaderboard, decisions: decisions + deployment.decisions,
      diagnostics: contents.manifest.diagnostics, modelCount: deployment.members.count,
      seconds: context.clock.seconds)
  }

  /// Writes the best so far without a report, so that a killed run leaves something to use.
  func writeInterim(state: SearchState, decisions: [PlanDecision], to output: URL) throws(AutoMLError) {
    let deployment = Deployer(
      state: state, cache: context.cache, request: context.request, threads: 1,
      isTimeOrdered: context.table.times != nil, isHoldout: context.folds.count == 1,
      deadline: .after(seconds: 0), stop: StopSignal()
    ).deploy()
    let verdict = EnsembleVerdict(state, seed: context.request.seed)
    let contents = try contents(
      state: state, deployment: deployment,
      decisions: decisions + [
        PlanDecision("keep this state of the search", because: "the run is not finished")
      ],
      verdict: verdict, scores: [])
    try save(contents, to: output)
  }

  private func save(_ contents: BundleContents, to output: URL) throws(AutoMLError) {
    do { try contents.write(to: output) } catch { throw .stage(error) }
  }

  private func contents(
    state: SearchState, deployment: Deployment, decisions: [PlanDecision], verdict: EnsembleVerdict,
    scores: [RecordedScore]
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
    manifest.leaderboard = leaderboard(state)
    manifest.plan = decisions.map { "\($0.decision): \($0.reason)" }
    manifest.diagnostics = input.diagnostics + context.whole.diagnostics
    let reference = ReferenceProfile(
      frame: context.table.inputs, inputs: manifest.inputs, predictions: verdict.predictions,
      outputCount: context.table.problem.outputCount, seed: context.request.seed)
    return BundleContents(manifest: manifest, features: features, artifacts: artifacts, reference: reference)
  }

  private func leaderboard(_ state: SearchState) -> [LeaderboardRow] {
    let metric = context.metric
    var rows = state.trials.indices.map { index in
      let trial = state.trials[index]
      return LeaderboardRow(
        name: trial.name, family: trial.candidate.learner.family.rawValue,
        score: metric.score(fromLoss: trial.loss),
        fitSeconds: trial.seconds, weight: state.weights[index])
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

  /// Scores of the bundle's models on the test file.
  private func testScores(_ deployment: Deployment, verdict: EnsembleVerdict) throws(AutoMLError)
    -> ScoreSheet?
  {
    guard let frame = context.input.test else { return nil }
    let problem = context.table.problem
    guard let column = frame[context.request.target] else {
      throw .missingColumn(
        name: context.request.target, role: "target of the test file", available: frame.names)
    }
    let targets = problem.targets(of: column)
    let labelled = targets.indices.filter { !targets[$0].isNaN }
    guard !labelled.isEmpty else {
      throw .data(
        reason: "no row of the test file has a known target",
        remedy: "Give a file with labels, or leave out --test.")
    }
    let rows = frame.selecting(rows: labelled)
    var features: [String: FeatureMatrix] = [:]
    let answers = deployment.members.map { member in
      let matrix = features[member.featureSet] ?? member.features.transform(rows).features
      features[member.featureSet] = matrix
      return context.cache.transform.inverse(member.model.predict(matrix))
    }
    let combined = Ensemble(weights: deployment.members.map(\.weight)).combine(answers)
    return ScoreSheet(
      predictions: verdict.calibration?.apply(to: combined, problem: problem) ?? combined,
      targets: labelled.map { targets[$0] }, weights: nil, problem: problem, objective: context.metric,
      decision: verdict.decision, rows: .test, seed: context.request.seed)
  }
}

import Bundles
import Features
import Foundation
import LatheCore
import Metrics
import Models
import Synchronization

/// A loaded bundle that answers.
///
/// Feature sets are computed once and shared by the members that read them; rows go through in blocks, so memory
/// beyond the answers does not grow with the rows. The same rows give the same bits in any batch and on any number
/// of threads.
///
/// ```swift
/// let predictor = try Predictor(contentsOf: URL(filePath: "adult.lathe"))
/// let predictions = try predictor.predict(frame)
/// let one = try predictor.predict(row: ["age": 37, "workclass": "Private"])
/// ```
public struct Predictor: Sendable {
  /// The bundle that answers.
  public let bundle: ModelBundle
  private let ensemble: Ensemble
  private let featureSets: [FittedFeatures]
  /// Per member, the index of its feature set.
  private let featureSetOfMember: [Int]
  private let inputNames: Set<String>
  private let rowSchema: RowSchema
  private let blockRows: Int

  /// Loads the bundle in the folder at `url`.
  ///
  /// - Throws: `BundlesError` as `ModelBundle.init(contentsOf:limits:)`.
  public init(contentsOf url: URL, limits: BundleLimits = .standard) throws(BundlesError) {
    self.init(try ModelBundle(contentsOf: url, limits: limits))
  }

  /// A predictor with a loaded bundle.
  public init(_ bundle: ModelBundle) {
    let width = bundle.features.values.reduce(bundle.manifest.problem.outputCount) { $0 + $1.features.count }
    self.init(bundle, blockRows: min(max(Self.blockNumbers / max(width, 1), 64), 8_192))
  }

  init(_ bundle: ModelBundle, blockRows: Int) {
    self.blockRows = blockRows
    self.bundle = bundle
    ensemble = Ensemble(weights: bundle.manifest.members.map(\.weight))
    let names = bundle.features.keys.sorted()
    featureSets = names.compactMap { bundle.features[$0] }
    let indexOfName = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    featureSetOfMember = bundle.manifest.members.compactMap { indexOfName[$0.featureSet] }
    inputNames = Set(bundle.manifest.inputs.map(\.name))
    rowSchema = RowSchema(bundle)
  }

  /// Numbers a block of rows may make: 32 MiB.
  private static let blockNumbers = 4 << 20

  /// What the bundle is.
  public var manifest: Manifest { bundle.manifest }

  /// Predicts all rows of `frame`.
  ///
  /// The frame need not look like the training data: missing columns count as missing values, other columns are
  /// ignored, unseen categories are unknown, and each is reported.
  ///
  /// - Parameter threads: Blocks of rows that are predicted at the same time.
  /// - Throws: ``InferenceError/noKnownColumn(found:expected:)`` if none of the model's columns is there,
  ///   ``InferenceError/notFinite(member:row:)`` if a model is unusable.
  /// - Complexity: O(rows × members).
  public func predict(_ frame: DataFrame, threads: Int = 1) throws(InferenceError) -> Predictions {
    let known = frame.selectingColumns { inputNames.contains($0.name) }
    try checkColumns(known: known.columns.count, found: frame.names)
    let answers = try known.rowCount <= blockRows ? answer(known) : answerInBlocks(known, threads: threads)
    return predictions(answers, extra: extraColumns(of: frame.names))
  }

  /// Predicts one row: column name to value.
  ///
  /// A column that is not named counts as missing.
  ///
  /// - Throws: ``InferenceError`` as ``predict(_:threads:)``.
  public func predict(row: [String: InputValue]) throws(InferenceError) -> Predictions {
    let frame: DataFrame
    do {
      frame = try rowSchema.frame(row)
    } catch {
      // Columns of one row each with the manifest's distinct names always make a frame.
      throw .noKnownColumn(found: row.keys.sorted(), expected: manifest.inputs.map(\.name))
    }
    if frame.columns.isEmpty { try checkColumns(known: 0, found: row.keys.sorted()) }
    let answers = try answer(frame)
    let extra = row.count > frame.columns.count ? extraColumns(of: row.keys.sorted()) : []
    return predictions(answers, extra: extra)
  }

  private struct Answers {
    var values: [Double]
    /// What each feature set found odd about the rows.
    var readings: [FrameReading]

    init(featureSets: Int) {
      values = []
      readings = Array(repeating: FrameReading(), count: featureSets)
    }
  }

  /// The combined, calibrated answers for rows that fit into one block.
  private func answer(_ frame: DataFrame) throws(InferenceError) -> Answers {
    var matrices = [FeatureMatrix?](repeating: nil, count: featureSets.count)
    var answers = Answers(featureSets: featureSets.count)
    for (index, member) in manifest.members.enumerated() {
      let set = featureSetOfMember[index]
      let matrix: FeatureMatrix
      if let made = matrices[set] {
        matrix = made
      } else {
        matrix = featureSets[set].transform(frame, reading: &answers.readings[set])
        matrices[set] = matrix
      }
      let answer = member.targetTransform.inverse(bundle.models[index].predict(matrix))
      if let position = answer.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(member: member.id, row: position / manifest.problem.outputCount)
      }
      Ensemble.add(answer, weight: ensemble.weights[index], to: &answers.values)
    }
    if let calibration = manifest.calibration {
      answers.values = calibration.apply(to: answers.values, problem: manifest.problem)
    }
    return answers
  }

  private func answerInBlocks(_ frame: DataFrame, threads: Int) throws(InferenceError) -> Answers {
    let blockCount = (frame.rowCount + blockRows - 1) / blockRows
    let next = Atomic(0)
    let results = Mutex([Result<Answers, InferenceError>?](repeating: nil, count: blockCount))
    DispatchQueue.concurrentPerform(iterations: min(max(threads, 1), blockCount)) { _ in
      while true {
        let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard block < blockCount else { return }
        let rows = block * blockRows..<min((block + 1) * blockRows, frame.rowCount)
        let result = Result { () throws(InferenceError) in
          do throws(InferenceError) {
            return try answer(frame.selecting(rows: Array(rows)))
          } catch .notFinite(let member, let row) {
            throw .notFinite(member: member, row: rows.lowerBound + row)
          }
        }
        results.withLock { $0[block] = result }
      }
    }
    var merged = Answers(featureSets: featureSets.count)
    merged.values.reserveCapacity(frame.rowCount * manifest.problem.outputCount)
    for result in results.withLock({ $0 }) {
      guard let answers = try result?.get() else { continue }
      merged.values += answers.values
      for set in featureSets.indices { merged.readings[set].merge(answers.readings[set]) }
    }
    return merged
  }

  private func predictions(_ answers: Answers, extra: [Diagnostic]) -> Predictions {
    let problem = manifest.problem
    var diagnostics = extra
    for (set, reading) in zip(featureSets, answers.readings) {
      // Sets that read the same column say the same of it; those of other folds may know other categories.
      for diagnostic in set.diagnostics(of: reading)
      where !diagnostics.contains(where: { $0.code == diagnostic.code && $0.column == diagnostic.column }) {
        diagnostics.append(diagnostic)
      }
    }
    return Predictions(
      problem: problem, values: answers.values,
      classIndices: problem.isClassification
        ? manifest.decision.labels(for: answers.values, problem: problem) : [],
      diagnostics: diagnostics)
  }

  private func checkColumns(known: Int, found: [String]) throws(InferenceError) {
    guard known > 0 || inputNames.isEmpty else {
      throw .noKnownColumn(found: found, expected: manifest.inputs.map(\.name))
    }
  }

  private func extraColumns(of names: [String]) -> [Diagnostic] {
    let extra = names.filter { !inputNames.contains($0) && $0 != manifest.target.name }
    guard !extra.isEmpty else { return [] }
    let listed = extra.prefix(5).map { "\"\($0)\"" }.joined(separator: ", ")
    return [
      Diagnostic(
        .note, code: "extra-column",
        message:
          "\(extra.count) columns that the model does not read are ignored: \(listed)\(extra.count > 5 ? ", …" : "")"
      )
    ]
  }
}

import CLightGBM
import LatheCore
import Synchronization

/// A learning set as LightGBM's binned dataset; owns the handle.
///
/// Binning costs more than many fits of small trees, so a dataset is kept with its learning set
/// (``LearningSet/derived``) and shared by all configurations with the same number of bins. LightGBM stores targets
/// and weights in single precision, so weights are brought to a scale of their own first.
///
/// Sendable: the handle is set up in the initialiser and freed in `deinit`; in between LightGBM only reads a finished
/// dataset, so several threads may train from it.
final class BinnedDataset: @unchecked Sendable {
  let handle: DatasetHandle

  /// Rows, and numbers, that are copied between two looks at the limits.
  private static let block = (rows: 8192, numbers: 1 << 20)
  /// Rows whose values decide the bins, and numbers beyond which there are fewer rows, but not below the least.
  private static let sample = (rows: 200_000, numbers: 20_000_000, leastRows: 20_000)

  /// The dataset of a training set, from its store if it is there.
  static func training(
    _ set: LearningSet, bins: Int, limits: FitLimits, call: LightGBMCall
  ) throws(LearnersError) -> BinnedDataset {
    try set.derived.value(for: "lightgbm-training-\(bins)") { () throws(LearnersError) in
      try BinnedDataset(training: set, bins: bins, limits: limits, call: call)
    }
  }

  /// The dataset of a validation set in the bins of `reference`, from its store if it is there.
  static func validation(
    _ set: LearningSet, reference: BinnedDataset, limits: FitLimits, call: LightGBMCall
  ) throws(LearnersError) -> BinnedDataset {
    let kept = set.derived.value(for: "lightgbm-validation") { ValidationDatasets() }
    return try kept.dataset(for: reference) { () throws(LearnersError) in
      try BinnedDataset(validation: set, reference: reference, limits: limits, call: call)
    }
  }

  deinit { LGBM_DatasetFree(handle) }

  private init(
    training set: LearningSet, bins: Int, limits: FitLimits, call: LightGBMCall
  ) throws(LearnersError) {
    var options = LightGBMOptions()
    options.set("verbosity", -1)
    options.set("num_threads", max(1, limits.threads))
    options.set("max_bin", bins)
    let sampled = max(Self.sample.leastRows, Self.sample.numbers / max(1, set.features.columns.count))
    options.set("bin_construct_sample_cnt", min(Self.sample.rows, sampled))
    // Configurations with other leaf sizes share the dataset, so no feature may be dropped for this one's.
    options.set("feature_pre_filter", "false")
    let categorical = set.features.features.indices.filter { set.features.features[$0].isCategorical }
    if !categorical.isEmpty {
      options.set("categorical_feature", categorical.map(String.init).joined(separator: ","))
    }
    handle = try Self.binned(set.features, options: options.text, call: call)
    try fill(from: set, weights: set.lightGBMWeights, limits: limits, call: call)
  }

  private init(
    validation set: LearningSet, reference: BinnedDataset, limits: FitLimits, call: LightGBMCall
  ) throws(LearnersError) {
    var made: DatasetHandle?
    try call { LGBM_DatasetCreateByReference(reference.handle, Int64(set.rowCount), &made) }
    guard let made else { throw .engine(learner: call.learner, message: "no dataset was made") }
    handle = made
    // A dataset made by reference inherits that there are weights, but not their values.
    try fill(from: set, weights: set.normalisedWeights, limits: limits, call: call)
  }

  /// An empty dataset whose bins come from a sample of the rows, drawn as LightGBM draws it.
  private static func binned(
    _ features: FeatureMatrix, options: String, call: LightGBMCall
  ) throws(LearnersError) -> DatasetHandle {
    let rows = Int32(features.rowCount)
    var capacity: Int32 = 0
    try call { LGBM_GetSampleCount(rows, options, &capacity) }
    var sample = [Int32](repeating: 0, count: Int(capacity))
    var sampleCount: Int32 = 0
    try call { LGBM_SampleIndices(rows, options, &sample, &sampleCount) }
    sample.removeLast(sample.count - Int(sampleCount))
    // LightGBM takes a sampled column as its values that are not zero and their positions in the sample.
    var values: [Double] = []
    var positions: [Int32] = []
    var counts: [Int32] = []
    for column in features.columns {
      let start = values.count
      for (position, row) in sample.enumerated() {
        let value = column[Int(row)]
        guard value.isNaN || abs(value) > Double(Float(1e-35)) else { continue }
        values.append(value)
        positions.append(Int32(position))
      }
      counts.append(Int32(values.count - start))
    }
    var made: DatasetHandle?
    try values.withUnsafeMutableBufferPointer { (values) throws(LearnersError) in
      try positions.withUnsafeMutableBufferPointer { (positions) throws(LearnersError) in
        var columnValues: [UnsafeMutablePointer<Double>?] = []
        var columnPositions: [UnsafeMutablePointer<Int32>?] = []
        var start = 0
        for count in counts {
          columnValues.append(values.baseAddress.map { $0 + start })
          columnPositions.append(positions.baseAddress.map { $0 + start })
          start += Int(count)
        }
        try call {
          LGBM_DatasetCreateFromSampledColumn(
            &columnValues, &columnPositions, Int32(counts.count), counts, sampleCount, rows, Int64(rows),
            options, &made)
        }
      }
    }
    guard let made else { throw .engine(learner: call.learner, message: "no dataset was made") }
    return made
  }

  /// Bins all rows and sets targets and weights.
  private func fill(
    from set: LearningSet, weights: [Double]?, limits: FitLimits, call: LightGBMCall
  ) throws(LearnersError) {
    let features = set.features
    let width = features.columns.count
    let blockRows = max(1, min(Self.block.rows, Self.block.numbers / max(1, width), features.rowCount))
    var block = [Double](repeating: 0, count: blockRows * width)
    for start in stride(from: 0, to: features.rowCount, by: blockRows) {
      guard !limits.shouldStop else { throw .interrupted(learner: call.learner) }
      let count = min(blockRows, features.rowCount - start)
      block.withUnsafeMutableBufferPointer { block in
        for (index, column) in features.columns.enumerated() {
          column.withUnsafeBufferPointer { column in
            for row in 0..<count { block[row * width + index] = column[start + row] }
          }
        }
      }
      try call {
        LGBM_DatasetPushRows(handle, block, Int32(LGBM_FLOAT64), Int32(count), Int32(width), Int32(start))
      }
    }
    try setField("label", set.targets, call: call)
    if let weights { try setField("weight", weights, call: call) }
  }

  private func setField(_ name: String, _ values: [Double], call: LightGBMCall) throws(LearnersError) {
    let single = values.map { Float($0) }
    try call { LGBM_DatasetSetField(handle, name, single, Int32(single.count), Int32(LGBM_FLOAT32)) }
  }
}

/// The datasets of a validation set: one for each training set in whose bins it is, as long as that lives.
private final class ValidationDatasets: Sendable {
  private struct Entry {
    weak var reference: BinnedDataset?
    let dataset: BinnedDataset
  }

  private let entries = Mutex<[Entry]>([])

  /// The dataset in the bins of `reference`, else what `make` gives, which is kept.
  func dataset(
    for reference: BinnedDataset, make: () throws(LearnersError) -> BinnedDataset
  ) throws(LearnersError) -> BinnedDataset {
    if let kept = find(reference) { return kept }
    let made = try make()
    entries.withLock { $0.append(Entry(reference: reference, dataset: made)) }
    return made
  }

  private func find(_ reference: BinnedDataset) -> BinnedDataset? {
    entries.withLock { entries in
      entries.removeAll { $0.reference == nil }
      return entries.first { $0.reference === reference }?.dataset
    }
  }
}

extension LearningSet {
  /// The weights on the scale that LightGBM needs, `nil` for none.
  ///
  /// With a mean of one they mean the same to its bounds and penalties whatever their unit. Between two rows of a leaf it
  /// interpolates a quantile only if the upper one weighs at least one, so there the least weight is one.
  fileprivate var lightGBMWeights: [Double]? {
    guard weights != nil else { return nil }
    let normalised = normalisedWeights
    guard !problem.isClassification, problem.loss.isQuantile, let least = normalised.min() else {
      return normalised
    }
    // But for weights of next to nothing, which would make those of the others too large for single precision.
    let unit = max(least, 1e-9)
    return normalised.map { $0 / unit }
  }
}

extension Feature {
  fileprivate var isCategorical: Bool { if case .categorical = kind { true } else { false } }
}

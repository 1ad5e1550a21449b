import CLightGBM
import Foundation
import LatheCore

/// LightGBM's booster: trees grown one iteration at a time. Owns the handle and the datasets it reads.
final class TreeBooster {
  private let handle: BoosterHandle
  private let training: BinnedDataset
  private var validation: BinnedDataset?
  private let call: LightGBMCall

  init(_ training: BinnedDataset, options: LightGBMOptions, call: LightGBMCall) throws(LearnersError) {
    var made: BoosterHandle?
    try call { LGBM_BoosterCreate(training.handle, options.text, &made) }
    guard let made else { throw .engine(learner: call.learner, message: "no booster was made") }
    handle = made
    self.training = training
    self.call = call
  }

  deinit { LGBM_BoosterFree(handle) }

  /// Lets ``validationLoss()`` be of `dataset`.
  func validate(on dataset: BinnedDataset) throws(LearnersError) {
    try call { LGBM_BoosterAddValidData(handle, dataset.handle) }
    validation = dataset
  }

  /// Grows one iteration; false if no split was worth making.
  func grow() throws(LearnersError) -> Bool {
    var isEmpty: Int32 = 0
    try call { LGBM_BoosterUpdateOneIter(handle, &isEmpty) }
    return isEmpty == 0
  }

  /// The loss on the validation set now.
  func validationLoss() throws(LearnersError) -> Double { try loss(ofDataset: 1) }

  /// The loss on the training set now.
  func trainingLoss() throws(LearnersError) -> Double { try loss(ofDataset: 0) }

  private func loss(ofDataset index: Int32) throws(LearnersError) -> Double {
    var count: Int32 = 0
    var losses = [Double](repeating: .nan, count: 8)
    try call { LGBM_BoosterGetEval(handle, index, &count, &losses) }
    return losses[0]
  }

  /// The model text of the first `iterations` iterations.
  func text(iterations: Int) throws(LearnersError) -> Data {
    var text = [CChar](repeating: 0, count: 1 << 20)
    var length: Int64 = 0
    for _ in 0..<2 {
      try call {
        LGBM_BoosterSaveModelToString(handle, 0, Int32(iterations), 0, Int64(text.count), &length, &text)
      }
      if length <= Int64(text.count) { break }
      text = [CChar](repeating: 0, count: Int(length))
    }
    // The length counts the terminating zero.
    return text.withUnsafeBytes { Data($0.prefix(max(0, Int(length) - 1))) }
  }

  /// LightGBM's own answers for the rows of `features`, row-major: what ours are tested against.
  func predict(_ features: FeatureMatrix, outputCount: Int) throws(LearnersError) -> [Double] {
    let columns = features.columns.flatMap { $0 }
    var answers = [Double](repeating: 0, count: features.rowCount * outputCount)
    var length: Int64 = 0
    try call {
      LGBM_BoosterPredictForMat(
        handle, columns, Int32(LGBM_FLOAT64), Int32(features.rowCount), Int32(features.columns.count), 0, 0,
        0,
        -1, "num_threads=1", &length, &answers)
    }
    return answers
  }
}

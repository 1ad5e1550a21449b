import BundleSamples
import Bundles
import Foundation
import LatheCore
import Testing

@testable import Inference

/// 10,000 damaged bundles: none may crash or hang the loader, nor load silently wrong.
@Suite struct FuzzedBundleTests {
  /// Seeds by the test that takes them, so that tests can run beside each other.
  private static let parts = Array(0..<12)
  private static let samples = 10_000

  @Test(.timeLimit(.minutes(5)), arguments: parts)
  func `a damaged bundle is refused, or answers with finite numbers`(part: Int) throws {
    let tasks = PredictionTask.allCases
    let task = tasks[part % tasks.count]
    let files = try BundleSample.contents(task).files()
    let fuzzer = BundleFuzzer(files: files)
    let rows = try BundleSample.frame().selecting(rows: [0, 3, 4])
    var refused = 0
    for seed in stride(from: part, to: Self.samples, by: Self.parts.count) {
      let sample = fuzzer.sample(seed: UInt64(seed))
      let bundle: ModelBundle
      do {
        bundle = try ModelBundle(files: sample.files)
      } catch {
        refused += 1
        #expect(error.isBadInput, "seed \(seed): \(error)")
        continue
      }
      guard sample.isRelisted || sample.files == files else {
        Issue.record("seed \(seed) loaded although a digest must have failed: \(sample.story)")
        continue
      }
      do {
        let predictions = try Predictor(bundle).predict(rows)
        #expect(
          predictions.values.count == 3 * bundle.manifest.problem.outputCount, "seed \(seed): \(sample.story)"
        )
        #expect(predictions.values.allSatisfy { $0.isFinite }, "seed \(seed): \(sample.story)")
      } catch {
        // A typed error is an answer too: never a wrong number.
        refused += 1
      }
    }
    // If nothing were refused, or everything, the fuzzer would test nothing.
    let total = (Self.samples - part + Self.parts.count - 1) / Self.parts.count
    #expect(refused > total / 2 && refused < total)
  }
}

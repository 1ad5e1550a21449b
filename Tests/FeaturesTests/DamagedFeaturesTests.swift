import Foundation
import LatheCore
import Testing

@testable import Features

/// Stored features come from files that anyone may have changed.
@Suite struct DamagedFeaturesTests {
  private func stored(_ view: FeatureView) throws -> String {
    let data = try RandomFrame(seed: 30)
    let fitted = try FittedFeatures.fit(
      data.frame, target: data.target, options: RandomFrame.options(view), limits: FitLimits()
    ).fitted
    return String(decoding: try JSONEncoder().encode(fitted), as: UTF8.self)
  }

  @Test(arguments: FeatureView.allCases)
  func `random edits of the text are refused or harmless`(view: FeatureView) throws {
    let text = Array(try stored(view).utf8)
    let frame = try RandomFrame(seed: 31, rows: 3).frame
    var random = RandomSource(seed: 32)
    for _ in 0..<60 {
      var damaged = text
      for _ in 0...random.index(below: 3) {
        let place = random.index(below: damaged.count)
        switch random.index(below: 3) {
        case 0: damaged[place] = UInt8(ascii: "0") + UInt8(random.index(below: 10))
        case 1: damaged.remove(at: place)
        default: damaged.insert(UInt8(ascii: "9"), at: place)
        }
      }
      guard let fitted = try? JSONDecoder().decode(FittedFeatures.self, from: Data(damaged)) else { continue }
      let matrix = fitted.transform(frame).features
      #expect(matrix.columns.count == fitted.features.count)
    }
  }

  @Test(arguments: [
    (FeatureView.dense, "\"oneHot\":[0,", "\"oneHot\":[77,"), (.dense, "\"knots\":[", "\"knots\":[1e300,"),
    (.dense, "\"scale\":", "\"scale\":-"), (.trees, "\"levels\":[\"k0\"", "\"levels\":[\"k1\""),
    (.trees, "\"name\":\"plain\"", "\"name\":\"skewed\""), (.trees, "\"levelCount\":", "\"levelCount\":1"),
    (.dense, "\"inputs\":[", "\"inputs\":[{\"name\":\"z\",\"kind\":\"float\"},"),
    (.trees, "\"missing\":", "\"missing\":1e999,\"was\":"),
  ])
  func `contradictions are refused`(view: FeatureView, sound: String, damaged: String) throws {
    let text = try stored(view)
    #expect(text.contains(sound))
    let edited = text.replacing(sound, with: damaged, maxReplacements: 1)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(FittedFeatures.self, from: Data(edited.utf8))
    }
  }
}

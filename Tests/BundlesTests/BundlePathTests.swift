import Testing

@testable import Bundles

@Suite struct BundlePathTests {
  @Test(arguments: ["manifest.json", "members/boosted-trees-r13_fold.2/model.txt", "a", "A-1"])
  func `plain relative paths are safe`(path: String) {
    #expect(BundlePath.isSafe(path: path))
  }

  @Test(arguments: [
    "", "/", "/etc/passwd", "..", "../x", "a/../b", "a//b", "a/", ".hidden", "a/.git", "a\\b", "a\u{0}",
    "a b",
    "a/b/c/d", "C:x", "ä", "a\n", String(repeating: "a", count: 129),
  ])
  func `everything else is not`(path: String) {
    #expect(!BundlePath.isSafe(path: path))
  }
}

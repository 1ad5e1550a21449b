import Foundation
import Testing

@testable import Bundles

@Suite struct DigestListTests {
  /// From FIPS 180-4 and `printf abc | sha256sum`.
  @Test func `digests are those of sha256sum`() {
    #expect(
      DigestList.digest(of: Data("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      DigestList.digest(of: Data()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test func `a list reads back what it wrote, sorted by path`() throws {
    let list = DigestList(of: ["b.json": Data([1]), "a.json": Data([2]), "members/x/m.txt": Data()])
    let text = String(decoding: list.text, as: UTF8.self)
    #expect(text.split(separator: "\n").map { $0.dropFirst(66) } == ["a.json", "b.json", "members/x/m.txt"])
    #expect(try DigestList(parsing: list.text).digests == list.digests)
  }

  @Test(arguments: [
    "", "\n", "abc", "{DIGEST}  a.json", "{DIGEST} a.json\n", "{DIGEST}  a.json\n\n", "{DIGEST}  \n",
    "{DIGEST}  ../a.json\n", "{DIGEST}  /etc/passwd\n", "{DIGEST}  a\u{0}b\n", "{DIGEST}  SHA256SUMS\n",
    "{DIGEST}  a.json\n{DIGEST}  a.json\n", "{DIGEST} *a.json\n", "\u{feff}{DIGEST}  a.json\n",
    "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD  a.json\n",
  ])
  func `anything else than a whole list is refused`(text: String) {
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    let data = Data(text.replacing("{DIGEST}", with: digest).utf8)
    #expect(throws: BundlesError.self) { try DigestList(parsing: data) }
  }
}

import Dispatch
import LatheCore
import Synchronization
import Testing

@Suite struct OnceCacheTests {
  private struct Refusal: Error {}

  @Test func `however many ask at once, a value is made once`() {
    let cache = OnceCache<Int, Int>()
    let made = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 64) { index in
      let value = cache.value(for: index % 4) { () -> Int in
        made.add(1, ordering: .relaxed)
        return index % 4 * 10
      }
      #expect(value == index % 4 * 10)
    }
    #expect(made.load(ordering: .relaxed) == 4)
  }

  @Test func `a failure is not kept`() throws {
    let cache = OnceCache<String, Int>()
    #expect(throws: Refusal.self) {
      try cache.value(for: "a") { () throws(Refusal) -> Int in throw Refusal() }
    }
    #expect(cache.value(for: "a") { 7 } == 7)
    #expect(cache.value(for: "a") { 8 } == 7)
  }
}

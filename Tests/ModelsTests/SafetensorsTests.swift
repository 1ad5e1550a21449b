import Foundation
import Testing

@testable import Models

@Suite struct SafetensorsTests {
  private func file(header: String, body: [UInt8]) -> Data {
    var data = Data()
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { data.append(contentsOf: $0) }
    return data + Data(header.utf8) + Data(body)
  }

  @Test func `tensors survive a round trip`() throws {
    var written = Safetensors(metadata: ["model": "linear"])
    written.set("a", .doubles([1, -2.5, .pi, 0, .leastNonzeroMagnitude, 1e300], shape: [2, 3]))
    written.set("b", .floats([1.5, -0.25], shape: [2]))
    written.set("c", .integers([-7, 1 << 40], shape: [2, 1]))
    written.set("empty", .doubles([], shape: [0, 4]))
    let read = try Safetensors(written.encoded())
    #expect(try read.word("model") == "linear")
    #expect(try read.doubles("a", shape: [2, 3]) == [1, -2.5, .pi, 0, .leastNonzeroMagnitude, 1e300])
    #expect(try read.floats("b", shape: [2]) == [1.5, -0.25])
    #expect(try read.integers("c", shape: [2, 1]) == [-7, 1 << 40])
    #expect(try read.doubles("empty", shape: [0, 4]).isEmpty)
    #expect(try read.shape(of: "a", rank: 2) == [2, 3])
    #expect(try written.encoded() == read.encoded())
  }

  @Test func `another program's file is read`() throws {
    // The layout of the specification: eight bytes of length, the header, the data.
    let header = #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
    let read = try Safetensors(file(header: header, body: [0, 0, 128, 63, 0, 0, 0, 192]))
    #expect(try read.floats("w", shape: [2]) == [1, -2])
  }

  @Test(arguments: [
    (#"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 8),
    (#"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 12),
    (#"{"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#, 12),
    (
      #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"v":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
      12
    ),
    (#"{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, 8),
    (#"{"w":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}"#, 8),
    (#"{"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, 8),
    (#"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#, 8),
    (#"{"w":{"dtype":"Q7","shape":[2],"data_offsets":[0,8]}}"#, 8),
    (#"{"w":{"dtype":"F32","shape":[2]}}"#, 8),
    (#"{"w":{"dtype":"F32","shape":[1e30],"data_offsets":[0,8]}}"#, 8),
    (#"["w"]"#, 8), ("{", 8), ("", 8),
  ])
  func `a header that does not fit its data is refused`(header: String, bytes: Int) {
    let data = file(header: header, body: [UInt8](repeating: 0, count: bytes))
    #expect(throws: ModelsError.self) { try Safetensors(data) }
  }

  @Test(arguments: [UInt64(1) << 62, .max, 1 << 21, 9])
  func `a header length beyond the file is refused`(length: UInt64) {
    var data = Data()
    withUnsafeBytes(of: length.littleEndian) { data.append(contentsOf: $0) }
    data.append(contentsOf: Array("{}      ".utf8))
    #expect(throws: ModelsError.self) { try Safetensors(data) }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `a number that is not finite is refused`(number: Double) throws {
    var written = Safetensors(metadata: [:])
    written.set("a", .doubles([1, number], shape: [2]))
    let data = try written.encoded()
    #expect(throws: ModelsError.self) { try Safetensors(data) }
  }

  @Test func `every cut and every changed byte of the header is refused or read as other tensors`() throws {
    var written = Safetensors(metadata: ["model": "linear"])
    written.set("a", .doubles([1, 2, 3], shape: [3]))
    let data = try written.encoded()
    for length in 0..<data.count {
      #expect(throws: ModelsError.self) { try Safetensors(data.prefix(length)) }
    }
    for place in 0..<data.count - 24 {
      var changed = data
      changed[place] ^= 0x15
      // Must neither crash nor hang; the digest of the bundle finds changes that stay readable.
      _ = try? Safetensors(changed).doubles("a", shape: [3])
    }
  }
}

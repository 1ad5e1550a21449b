import Foundation

/// Named tensors in one file: the safetensors format of Hugging Face, the part of it that our models need
/// (64-bit and 32-bit floating point, 64-bit integers).
///
/// A file is eight bytes with the length of the header, the header (JSON that says type, shape and place of each
/// tensor), and the tensors' bytes, little-endian, without gaps. Reading trusts nothing: lengths are checked
/// before anything is allocated, the tensors must fill the file exactly, and every number must be finite.
package struct Safetensors: Sendable {
  /// One tensor, row-major.
  enum Tensor: Sendable {
    case doubles([Double], shape: [Int])
    case floats([Float], shape: [Int])
    case integers([Int], shape: [Int])
  }

  /// The name of the file that every model here is stored in.
  package static let fileName = "weights.safetensors"
  /// Headers above this size are refused, in bytes.
  static let largestHeader = 1 << 20

  private var tensors: [String: Tensor] = [:]
  private var metadata: [String: String]

  /// No tensors yet; `metadata` are words that say how to read them.
  init(metadata: [String: String]) { self.metadata = metadata }

  /// Adds the tensor `name`.
  mutating func set(_ name: String, _ tensor: Tensor) { tensors[name] = tensor }
}

// MARK: - Looking up

extension Safetensors {
  /// The word stored under `name`.
  func word(_ name: String) throws(ModelsError) -> String {
    guard let word = metadata[name] else { throw Self.damaged("the entry \"\(name)\" is missing") }
    return word
  }

  /// The numbers of the tensor `name`, which must have `shape`.
  func doubles(_ name: String, shape: [Int]) throws(ModelsError) -> [Double] {
    guard case .doubles(let values, let found)? = tensors[name] else {
      throw Self.missing(name, "64-bit numbers")
    }
    try Self.check(name, found, shape)
    return values
  }

  /// The numbers of the tensor `name`, which must have `shape`.
  func floats(_ name: String, shape: [Int]) throws(ModelsError) -> [Float] {
    guard case .floats(let values, let found)? = tensors[name] else {
      throw Self.missing(name, "32-bit numbers")
    }
    try Self.check(name, found, shape)
    return values
  }

  /// The integers of the tensor `name`, which must have `shape`.
  func integers(_ name: String, shape: [Int]) throws(ModelsError) -> [Int] {
    guard case .integers(let values, let found)? = tensors[name] else { throw Self.missing(name, "integers") }
    try Self.check(name, found, shape)
    return values
  }

  /// The shape of the tensor `name`, of `rank` dimensions.
  func shape(of name: String, rank: Int) throws(ModelsError) -> [Int] {
    guard let tensor = tensors[name] else { throw Self.missing(name, "numbers") }
    guard tensor.shape.count == rank else {
      throw Self.damaged("\"\(name)\" has \(tensor.shape.count) dimensions where \(rank) are expected")
    }
    return tensor.shape
  }

  private static func check(_ name: String, _ found: [Int], _ expected: [Int]) throws(ModelsError) {
    guard found == expected else {
      throw damaged("\"\(name)\" has the shape \(found) where \(expected) is expected")
    }
  }

  private static func missing(_ name: String, _ kind: String) -> ModelsError {
    damaged("there are no \(kind) called \"\(name)\"")
  }

  static func damaged(_ reason: String) -> ModelsError { .damaged(file: fileName, reason: reason) }
}

extension Safetensors.Tensor {
  fileprivate var shape: [Int] {
    switch self {
    case .doubles(_, let shape), .floats(_, let shape), .integers(_, let shape): shape
    }
  }
}

// MARK: - The file

extension Safetensors {
  private struct Entry: Codable {
    enum ElementType: String, Codable {
      case double = "F64"
      case float = "F32"
      case integer = "I64"

      var byteCount: Int { self == .float ? 4 : 8 }
    }

    let dtype: ElementType
    let shape: [Int]
    let offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }
  }

  private struct Header: Codable {
    struct Name: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    static let metadataName = "__metadata__"
    var metadata: [String: String] = [:]
    var entries: [String: Entry] = [:]

    init(metadata: [String: String], entries: [String: Entry]) {
      self.metadata = metadata
      self.entries = entries
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Name.self)
      for name in container.allKeys {
        if name.stringValue == Self.metadataName {
          metadata = try container.decode([String: String].self, forKey: name)
        } else {
          entries[name.stringValue] = try container.decode(Entry.self, forKey: name)
        }
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Name.self)
      try container.encode(metadata, forKey: Name(stringValue: Self.metadataName))
      for (name, entry) in entries { try container.encode(entry, forKey: Name(stringValue: name)) }
    }
  }

  /// The bytes of the file; the same tensors give the same bytes.
  func encoded() throws(ModelsError) -> Data {
    var body = Data()
    var entries: [String: Entry] = [:]
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      let start = body.count
      let type: Entry.ElementType
      switch tensor {
      case .doubles(let values, _):
        type = .double
        for value in values { body.append(littleEndian: value.bitPattern) }
      case .floats(let values, _):
        type = .float
        for value in values { body.append(littleEndian: value.bitPattern) }
      case .integers(let values, _):
        type = .integer
        for value in values { body.append(littleEndian: Int64(value)) }
      }
      entries[name] = Entry(dtype: type, shape: tensor.shape, offsets: [start, body.count])
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard var header = try? encoder.encode(Header(metadata: metadata, entries: entries)) else {
      throw Self.damaged("its header cannot be written")
    }
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    var file = Data()
    file.append(littleEndian: UInt64(header.count))
    return file + header + body
  }

  /// Reads a file.
  init(_ file: Data) throws(ModelsError) {
    let bytes = [UInt8](file)
    guard bytes.count >= 8 else { throw Self.damaged("it has only \(bytes.count) bytes") }
    let headerLength = UInt64(littleEndian: Self.load(bytes, at: 0))
    guard headerLength <= Self.largestHeader, headerLength <= bytes.count - 8 else {
      throw Self.damaged("its header claims \(headerLength) bytes")
    }
    let start = 8 + Int(headerLength)
    let header: Header
    do {
      header = try JSONDecoder().decode(Header.self, from: Data(bytes[8..<start]))
    } catch {
      throw Self.damaged("its header is not the JSON that the safetensors format asks for")
    }
    self.init(metadata: header.metadata)
    var end = 0
    let entries = header.entries.sorted {
      ($0.value.offsets.first ?? 0, $0.value.offsets.last ?? 0, $0.key)
        < ($1.value.offsets.first ?? 0, $1.value.offsets.last ?? 0, $1.key)
    }
    for (name, entry) in entries {
      guard entry.offsets.count == 2, entry.offsets[0] == end else {
        throw Self.damaged("\"\(name)\" does not begin where the tensor before it ends")
      }
      let count = try Self.elementCount(name, entry.shape, limit: bytes.count)
      end += count * entry.dtype.byteCount
      guard entry.offsets[1] == end, end <= bytes.count - start else {
        throw Self.damaged("\"\(name)\" does not have the bytes that its shape asks for")
      }
      tensors[name] = try Self.tensor(name, entry, count, bytes, at: start + entry.offsets[0])
    }
    guard end == bytes.count - start else {
      throw Self.damaged("\(bytes.count - start - end) bytes belong to no tensor")
    }
  }

  private static func tensor(_ name: String, _ entry: Entry, _ count: Int, _ bytes: [UInt8], at start: Int)
    throws(ModelsError) -> Tensor
  {
    switch entry.dtype {
    case .double:
      let values = (0..<count).map {
        Double(bitPattern: UInt64(littleEndian: load(bytes, at: start + 8 * $0)))
      }
      guard values.allSatisfy(\.isFinite) else {
        throw damaged("\"\(name)\" holds a number that is not finite")
      }
      return .doubles(values, shape: entry.shape)
    case .float:
      let values = (0..<count).map {
        Float(bitPattern: UInt32(littleEndian: load(bytes, at: start + 4 * $0)))
      }
      guard values.allSatisfy(\.isFinite) else {
        throw damaged("\"\(name)\" holds a number that is not finite")
      }
      return .floats(values, shape: entry.shape)
    case .integer:
      let values = (0..<count).map { Int(Int64(littleEndian: load(bytes, at: start + 8 * $0))) }
      return .integers(values, shape: entry.shape)
    }
  }

  /// The product of `shape`, refused above `limit` so that it can neither overflow nor ask for absurd memory.
  private static func elementCount(_ name: String, _ shape: [Int], limit: Int) throws(ModelsError) -> Int {
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow, product <= limit else {
        throw damaged("\"\(name)\" has the impossible shape \(shape)")
      }
      count = product
    }
    return count
  }

  /// The integer at `offset`, whose range the callers have checked.
  private static func load<Number: FixedWidthInteger>(_ bytes: [UInt8], at offset: Int) -> Number {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Number.self) }
  }
}

extension Data {
  fileprivate mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}

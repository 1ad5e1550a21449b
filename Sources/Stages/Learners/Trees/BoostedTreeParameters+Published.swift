/// Configurations that peers publish as good without tuning, for a portfolio.
extension BoostedTreeParameters {
  /// A named configuration.
  public struct Published: Sendable {
    /// The name its source gives it, in our spelling.
    public let name: String
    /// Its values.
    public let parameters: BoostedTreeParameters
  }

  /// All of ``defaults``, ``tunedDefaults`` and ``portfolio``.
  public static var published: [Published] { defaults + tunedDefaults + portfolio }

  /// AutoGluon's default configurations (`GBM`, `GBMXT`, `GBMLarge`).
  public static let defaults: [Published] = [
    Published(name: "default", parameters: BoostedTreeParameters()),
    Published(name: "extra", parameters: BoostedTreeParameters { $0.extraTrees = true }),
    Published(
      name: "large",
      parameters: BoostedTreeParameters {
        $0.learningRate = 0.03
        $0.leaves = 128
        $0.featureFraction = 0.9
        $0.minimumLeafRows = 3
      }),
  ]

  /// pytabkit's meta-tuned defaults (Holzmueller, Grinsztajn and Steinwart, "Better by default", 2024), for classification and regression.
  public static let tunedDefaults: [Published] = [
    Published(
      name: "tuned-classification",
      parameters: BoostedTreeParameters {
        $0.learningRate = 0.04
        $0.leaves = 50
        $0.minimumLeafRows = 40
        $0.minimumLeafHessian = 1e-7
        $0.baggingFraction = 0.75
      }),
    Published(
      name: "tuned-regression",
      parameters: BoostedTreeParameters {
        $0.learningRate = 0.05
        $0.leaves = 100
        $0.minimumLeafRows = 3
        $0.baggingFraction = 0.7
      }),
  ]

  /// The LightGBM entries of AutoGluon's learnt portfolio of 2025-12-18 for CPUs, in its order
  /// (`hyperparameter_portfolio_zeroshot_cpu_2025_12_18`). Those called `prep-…` are meant for features with arithmetic and
  /// category crosses and target encoding in front.
  public static let portfolio: [Published] = [
    entry(
      "prep-r13", 0.0193225778401, 64, 28, 0.5533919718605, 0.9923026236907, 0.914411672958, 1.90439560009,
      true, 1.8662939903973, 0.014290368488, 18, 54),
    entry(
      "r177", 0.0178593900218, 39, 3, 0.4622189821941, 0.8769107816033, 0.2375070586896, 0.3551561351804,
      true, 15.4304556649114, 0.3418014393813, 16, 9),
    entry(
      "r163", 0.0113913650333, 84, 3, 0.5279825611461, 0.9783898288461, 0.0269274915833, 0.8375250972309,
      false, 0.0093122749318, 0.1553395260142, 42, 75),
    entry(
      "prep-r41", 0.0074201920651, 8, 15, 0.4247583287144, 0.7215411996558, 0.1129800247772, 0.2623265718536,
      true, 0.0278693980873, 1.887369154362, 9, 10),
    entry(
      "r72", 0.0179845918984, 180, 12, 0.4044759649281, 0.950146543918, 0.7661581500422, 1.6041759693902,
      true, 0.0638204395719, 0.2159137242663, 11, 3),
    entry(
      "prep-r31", 0.0397613094741, 16, 1, 0.5791844062459, 0.9591526242875, 0.938461750637, 0.9899852075056,
      false, 0.0215219089995, 1.8962346412823, 27, 39),
    entry(
      "prep-r21", 0.0134375321277, 20, 2, 0.425140839263, 0.7111549514262, 0.5140528525242, 0.5134051978198,
      false, 48.7244965504817, 0.8679131150136, 16, 32),
    entry(
      "r120", 0.0126654490778, 5, 12, 0.7334718346252, 0.8541333332514, 0.241338427726, 0.298107723769, true,
      5.0905236124522, 0.0110343197541, 67, 93),
    entry(
      "r6", 0.0078971749764, 8, 24, 0.939979116902, 0.8148132107231, 0.4369494828584, 0.2997524486083, false,
      0.0289414318324, 0.0058363329714, 28, 3),
    entry(
      "prep-r17", 0.0351342879995, 64, 1, 0.6680440910385, 0.9277474245702, 0.0125057410295, 0.7157181359874,
      false, 0.1369210915339, 0.0731876168104, 20, 2),
    entry(
      "prep-r47", 0.0537072755122, 32, 1, 0.4974006116018, 0.9918048278435, 0.7970644065518, 1.2179933810825,
      true, 0.0049687445294, 0.984162386723, 13, 4),
    entry(
      "prep-r1", 0.0412716109215, 128, 9, 0.6189315903408, 0.8836335684032, 0.6514130054123, 1.7382678663835,
      true, 0.0451936212097, 0.6608043016307, 9, 3),
    entry(
      "r184", 0.0090676429159, 2, 17, 0.5876132298377, 0.8406256713136, 0.078943697912, 0.7713118402478,
      false, 0.0898191451684, 0.9284921901786, 16, 11),
    entry(
      "r46", 0.0074056102479, 14, 1, 0.8588138897928, 0.999426150416, 0.0413597548025, 0.2258713386858, false,
      89.4599055435924, 0.0076879104679, 11, 26),
    entry(
      "r68", 0.0079480499426, 111, 3, 0.9550596478029, 0.7199080522958, 0.1109843723892, 0.5969094177111,
      false, 11.0984745216942, 0.9369509319667, 8, 8),
    entry(
      "prep-r19", 0.0815946452855, 16, 12, 0.688233104808, 0.7106002663401, 0.8732887427372, 0.446716114323,
      false, 0.0036366126697, 0.1559746777257, 78, 2),
    entry(
      "r47", 0.00891978331, 55, 1, 0.6155890374887, 0.8831228358892, 0.1749502746898, 0.8761391715812, true,
      3.3545774392409, 0.1402622388062, 84, 21),
    entry(
      "r63", 0.0308746408751, 24, 1, 0.490455360592, 0.7801003412553, 0.6420805635778, 0.5813319300456, false,
      0.1338043459574, 0.0071438335269, 38, 83),
    entry(
      "prep-r34", 0.0151455176168, 32, 60, 0.8611499511087, 0.8453534561545, 0.910743969343, 1.2750027607225,
      true, 0.0011470238114, 0.0321580936847, 8, 4),
    entry(
      "r39", 0.094652390088, 23, 13, 0.7824899527144, 0.7035743460186, 0.3700115211248, 0.0341499593689, true,
      56.4934757686511, 0.0134845084619, 13, 4),
    entry(
      "prep-r32", 0.0056864355547, 32, 1, 0.9169657691675, 0.927947070297, 0.9386485912678, 1.619775689786,
      true, 0.0671878797989, 0.0082294539727, 11, 10),
    entry(
      "prep-r7", 0.0417108779005, 128, 2, 0.847638045482, 0.8984634022103, 0.5684527742857, 1.0738026980295,
      false, 89.7168790664636, 0.0053608956358, 8, 7),
    entry(
      "prep-r14", 0.072046289471, 32, 26, 0.4649868965096, 0.9318953983366, 0.6586569196642, 1.7799375779553,
      true, 0.0696287198368, 0.065532200068, 72, 32),
    entry(
      "prep-r27", 0.0172284745143, 20, 8, 0.5246746068724, 0.811983527375, 0.9737915306165, 1.929596568261,
      true, 1.5339379274002, 0.0255048028385, 9, 51),
    entry(
      "r18", 0.0186530122901, 5, 5, 0.5028791565785, 0.7041134150362, 0.1031941284118, 1.2554010747358, true,
      41.8937939300815, 0.1139031650222, 29, 74),
    entry(
      "r50", 0.0507909494543, 106, 4, 0.9286299570284, 0.9673434664048, 0.0448644389135, 1.7322446850205,
      true, 0.0097667848046, 1.7662226703416, 11, 2),
    entry(
      "prep-r37", 0.0371000014124, 32, 22, 0.4813265290277, 0.7853761603489, 0.9744837697365, 0.6058665958153,
      false, 10.1721684646257, 0.2934796127084, 85, 3),
    entry(
      "r104", 0.0433336000175, 19, 18, 0.660864035482, 0.9327643671568, 0.556745328417, 1.2717605868201,
      false, 29.2351010915576, 0.0067636494662, 42, 6),
  ]

  private static func entry(
    _ name: String, _ learningRate: Double, _ leaves: Int, _ minimumLeafRows: Int, _ featureFraction: Double,
    _ baggingFraction: Double, _ l1: Double, _ l2: Double, _ extraTrees: Bool, _ categorySmoothing: Double,
    _ categoryL2: Double, _ maximumOneHotLevels: Int, _ minimumCategoryRows: Int
  ) -> Published {
    Published(
      name: name,
      parameters: BoostedTreeParameters {
        $0.learningRate = learningRate
        $0.leaves = leaves
        $0.minimumLeafRows = minimumLeafRows
        $0.featureFraction = featureFraction
        $0.baggingFraction = baggingFraction
        $0.l1 = l1
        $0.l2 = l2
        $0.extraTrees = extraTrees
        $0.categorySmoothing = categorySmoothing
        $0.categoryL2 = categoryL2
        $0.maximumOneHotLevels = maximumOneHotLevels
        $0.minimumCategoryRows = minimumCategoryRows
      })
  }
}

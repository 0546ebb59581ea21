package sluice.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Appearance of a person: proportions and colours. Colours are 0xRRGGBB; lengths are shares of the
 * height.
 *
 * @param skin colour
 * @param hair colour
 * @param top colour of what is worn above
 * @param trousers colour
 * @param shoes colour
 * @param longHair whether the hair reaches to the shoulders
 * @param hem how far the top reaches below the hips
 * @param shoulders from the middle to where an arm begins
 * @param hips from the middle to the outside of a leg
 */
record Appearance(
    int skin,
    int hair,
    int top,
    int trousers,
    int shoes,
    boolean longHair,
    double hem,
    double shoulders,
    double hips) {

  private static final double LONG_COAT = 0.18;
  private static final double SHORT_COAT = 0.14;

  private static final List<Integer> SKINS =
      List.of(0xd6b296, 0xc8a080, 0xaa8060, 0x8a6248, 0xe0bea4);
  private static final List<Integer> HAIRS =
      List.of(0x342822, 0x241e1c, 0x1a1614, 0x5a4028, 0x46423e);

  /**
   * What is worn above and below: darker than the wall, for a detector that goes by edges needs to
   * see them against it; and of much the same brightness, for it would take legs alone for somebody
   * small where they stand out from the rest.
   */
  private record Clothes(int top, int trousers) {}

  private static final List<Clothes> CLOTHES =
      List.of(
          new Clothes(0x242e46, 0x22242c),
          new Clothes(0x5c1e26, 0x2a2226),
          new Clothes(0x1e4434, 0x222c2a),
          new Clothes(0x3c2850, 0x26242e),
          new Clothes(0x1e3c5a, 0x202a38),
          new Clothes(0x46301e, 0x2c2422),
          new Clothes(0x2c3034, 0x26282c),
          new Clothes(0x561e40, 0x2a222a),
          new Clothes(0x323e1e, 0x26281e),
          new Clothes(0x164248, 0x1e2a2e),
          new Clothes(0x5a2a16, 0x2e2420),
          new Clothes(0x2a2a54, 0x22222e));

  private static final List<Integer> SHOES = List.of(0x1a1818, 0x221e1e, 0x2e2620, 0x3a3430);

  /** Looks for so many people, by chance, no two in the same clothes. */
  static List<Appearance> cast(int people, Random chance) {
    List<Clothes> wardrobe = new ArrayList<>(CLOTHES);
    Collections.shuffle(wardrobe, chance);
    List<Appearance> looks = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      Clothes clothes = wardrobe.get(i % wardrobe.size());
      looks.add(
          new Appearance(
              pick(SKINS, chance),
              pick(HAIRS, chance),
              clothes.top(),
              clothes.trousers(),
              pick(SHOES, chance),
              chance.nextInt(3) == 0,
              chance.nextInt(3) == 0 ? LONG_COAT : SHORT_COAT,
              between(0.092, 0.102, chance),
              between(0.055, 0.059, chance)));
    }
    return looks;
  }

  private static int pick(List<Integer> colors, Random chance) {
    return colors.get(chance.nextInt(colors.size()));
  }

  private static double between(double least, double greatest, Random chance) {
    return least + (greatest - least) * chance.nextDouble();
  }
}

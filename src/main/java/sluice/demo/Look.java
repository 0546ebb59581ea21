package sluice.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What somebody looks like. Colours are 0xRRGGBB; lengths are shares of the height.
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
record Look(
    int skin,
    int hair,
    int top,
    int trousers,
    int shoes,
    boolean longHair,
    double hem,
    double shoulders,
    double hips) {

  private static final double COAT = 0.085;
  private static final double SHIRT = 0.03;

  private static final List<Integer> SKINS = List.of(0xd6b296, 0xc8a080, 0xaa8060, 0x8a6248, 0xe0bea4);
  private static final List<Integer> HAIRS = List.of(0x342822, 0x241e1c, 0x1a1614, 0x5a4028, 0x46423e);

  /** All darker than the wall: a detector that goes by edges needs to see them against it. */
  private static final List<Integer> TOPS =
      List.of(
          0x242e46, 0x962c34, 0x2a5c48, 0x4e3464, 0x2c5478, 0x6a4426, 0x30343a, 0x7a2c5a, 0x46562a,
          0x1e5a64, 0x803c1e, 0x3a3a6e);

  private static final List<Integer> TROUSERS = List.of(0x22242c, 0x222e42, 0x2c2422, 0x34383c);
  private static final List<Integer> SHOES = List.of(0x1a1818, 0x221e1e, 0x2e2620, 0xd8d6d2);

  /** Looks for so many people, by chance, no two in the same top. */
  static List<Look> cast(int people, Random chance) {
    List<Integer> tops = new ArrayList<>(TOPS);
    Collections.shuffle(tops, chance);
    List<Look> looks = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      looks.add(
          new Look(
              pick(SKINS, chance),
              pick(HAIRS, chance),
              tops.get(i % tops.size()),
              pick(TROUSERS, chance),
              pick(SHOES, chance),
              chance.nextInt(3) == 0,
              chance.nextInt(3) == 0 ? COAT : SHIRT,
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

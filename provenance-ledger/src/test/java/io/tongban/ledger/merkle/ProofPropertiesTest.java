package io.tongban.ledger.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.ledger.Merkle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Proofs of trees of any size hold, and changed ones do not. */
class ProofPropertiesTest {
  private static final int MAX = 3_000;
  private static final List<byte[]> LEAVES = new ArrayList<>();
  private static final GrowingTree TREE = new GrowingTree(0, Tile::new);

  static {
    for (int i = 0; i < MAX; i++) {
      LEAVES.add(Merkle.leafHash(ByteBuffer.allocate(4).putInt(i).array()));
      TREE.append(LEAVES.get(i));
    }
  }

  /** MTH of RFC 6962, section 2.1, word by word. */
  private static byte[] naive(int from, int to) {
    if (to - from == 1) {
      return LEAVES.get(from);
    }
    int k = 1;
    while (k * 2 < to - from) {
      k *= 2;
    }
    return Merkle.nodeHash(naive(from, from + k), naive(from + k, to));
  }

  private static List<byte[]> flipped(List<byte[]> path, int seed) {
    List<byte[]> changed = new ArrayList<>(path);
    int at = Math.floorMod(seed, path.size());
    byte[] hash = changed.get(at).clone();
    hash[Math.floorMod(seed, 32)] ^= (byte) (1 << Math.floorMod(seed, 8));
    changed.set(at, hash);
    return changed;
  }

  @Property(tries = 300)
  void rootsAreThoseOfTheDefinition(@ForAll @IntRange(min = 1, max = MAX) int size) {
    assertThat(new Proofs(size, TREE).root()).isEqualTo(naive(0, size));
  }

  @Property(tries = 600)
  void inclusionHolds(
      @ForAll @IntRange(min = 1, max = MAX) int size, @ForAll int which, @ForAll int seed) {
    int index = Math.floorMod(which, size);
    byte[] root = naive(0, size);
    List<byte[]> path = new Proofs(size, TREE).inclusion(index);
    byte[] leaf = LEAVES.get(index);
    assertThat(Merkle.rootOfInclusion(leaf, index, size, path)).isEqualTo(root);
    if (!path.isEmpty()) {
      assertThat(Merkle.rootOfInclusion(leaf, index, size, flipped(path, seed))).isNotEqualTo(root);
      assertThat(Merkle.rootOfInclusion(leaf, index, size, path.subList(0, path.size() - 1)))
          .isNotEqualTo(root);
      int other = Math.floorMod(index + 1, size);
      assertThat(Merkle.rootOfInclusion(leaf, other, size, path)).isNotEqualTo(root);
    }
    List<byte[]> longer = new ArrayList<>(path);
    longer.add(root);
    assertThat(Merkle.rootOfInclusion(leaf, index, size, longer)).isNull();
  }

  @Property(tries = 600)
  void consistencyHolds(
      @ForAll @IntRange(min = 1, max = MAX) int size, @ForAll int which, @ForAll int seed) {
    int old = 1 + Math.floorMod(which, size);
    byte[] oldRoot = naive(0, old);
    byte[] root = naive(0, size);
    List<byte[]> path = new Proofs(size, TREE).consistency(old);
    assertThat(Merkle.consistent(old, oldRoot, size, root, path)).isTrue();
    if (old < size) {
      assertThat(Merkle.consistent(old, oldRoot, size, root, flipped(path, seed))).isFalse();
      assertThat(Merkle.consistent(old, oldRoot, size, root, List.of())).isFalse();
      assertThat(Merkle.consistent(old, root, size, root, path)).isFalse();
      assertThat(Merkle.consistent(old, oldRoot, size, oldRoot, path)).isFalse();
    }
  }

  @Property(tries = 200)
  void aTreeThatWasReopenedGoesOnTheSame(
      @ForAll @IntRange(min = 0, max = 1_200) int at,
      @ForAll @IntRange(min = 1, max = 700) int more) {
    GrowingTree first = new GrowingTree(0, Tile::new);
    LEAVES.subList(0, at).forEach(first::append);
    GrowingTree second =
        new GrowingTree(
            at,
            (level, number) -> {
              Tile tile =
                  first.touched().stream()
                      .filter(t -> t.level() == level && t.number() == number)
                      .findFirst()
                      .orElseThrow();
              return Tile.of(level, number, tile.bytes(), tile.width());
            });
    LEAVES.subList(at, at + more).forEach(second::append);
    Proofs proofs = new Proofs(second.size(), second);
    assertThat(proofs.root()).isEqualTo(naive(0, at + more));
    for (int index = at; index < at + more; index += 37) {
      assertThat(
              Merkle.rootOfInclusion(
                  LEAVES.get(index), index, second.size(), proofs.inclusion(index)))
          .isEqualTo(proofs.root());
    }
    second.settle();
    assertThat(Arrays.equals(new Proofs(second.size(), second).root(), proofs.root())).isTrue();
  }

  @Property(tries = 100)
  void aTreeOfWholeTilesIsTheSame(@ForAll @IntRange(min = 1, max = MAX) int size) {
    GrowingTree tree = new GrowingTree(0, Tile::new);
    for (int first = 0; first < size; first += Tile.WIDTH) {
      Tile tile = new Tile(0, first / Tile.WIDTH);
      LEAVES.subList(first, Math.min(size, first + Tile.WIDTH)).forEach(tile::add);
      tree.append(tile);
      tree.settle();
    }
    assertThat(tree.size()).isEqualTo(size);
    assertThat(new Proofs(size, tree).root()).isEqualTo(naive(0, size));
  }
}

package io.tongban.certificates.dcql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A query for certificates.
 *
 * @param credentials what may be presented; ids are unique
 * @param sets which combinations are wanted; empty: all of {@code credentials}
 */
public record DcqlQuery(List<CredentialQuery> credentials, List<CredentialSet> sets) {
  public DcqlQuery {
    credentials = List.copyOf(credentials);
    sets = List.copyOf(sets);
  }

  /**
   * One certificate asked for.
   *
   * @param types alternatives; of one of them the credential must have every name
   * @param claims what is to be disclosed; empty: nothing that can be withheld
   * @param claimSets alternatives by claim id, the preferred first; empty: all of {@code claims}
   * @param authorityKeys key identifiers (base64url) of which the chain must name one; empty: any
   * @param federations entity identifiers of OpenID Federation, of which one must stand above the
   *     issuer; where key identifiers are given too, one of either suffices
   * @param multiple whether several may be presented
   * @param holderBinding whether a proof of the holder is required
   */
  public record CredentialQuery(
      String id,
      QueryFormat format,
      List<Set<String>> types,
      List<ClaimQuery> claims,
      List<List<String>> claimSets,
      Set<String> authorityKeys,
      Set<String> federations,
      boolean multiple,
      boolean holderBinding) {
    public CredentialQuery {
      types = List.copyOf(types);
      claims = List.copyOf(claims);
      claimSets = List.copyOf(claimSets);
      authorityKeys = Set.copyOf(authorityKeys);
      federations = Set.copyOf(federations);
    }

    /** Whether a credential of those types is one of those asked for. */
    public boolean isFor(Set<String> names) {
      return types.stream().anyMatch(names::containsAll);
    }

    /** The name of the claim that one of its claim queries points to or into. */
    public String name(ClaimQuery claim) {
      return format.claim(claim.path());
    }

    /** The names of the claims asked for. */
    private Set<String> claimNames() {
      return claims.stream().map(ClaimQuery::path).map(format::claim).collect(Collectors.toSet());
    }

    /**
     * The claims that an answer gave: the first of the claim sets whose claims are all there; empty
     * where the answer lacks what was asked for.
     *
     * @param credential the processed payload
     */
    public Optional<List<ClaimPath>> answered(JsonNode credential) {
      if (claimSets.isEmpty()) {
        return holds(claims, credential);
      }
      return claimSets.stream()
          .map(set -> holds(claims.stream().filter(c -> set.contains(c.id())).toList(), credential))
          .flatMap(Optional::stream)
          .findFirst();
    }

    private static Optional<List<ClaimPath>> holds(List<ClaimQuery> asked, JsonNode credential) {
      return asked.stream().allMatch(claim -> claim.matches(credential))
          ? Optional.of(asked.stream().map(ClaimQuery::path).toList())
          : Optional.empty();
    }
  }

  /**
   * One claim asked for.
   *
   * @param id or null
   * @param values of which one must match in type and value; empty: any value
   */
  public record ClaimQuery(String id, ClaimPath path, List<JsonNode> values) {
    public ClaimQuery {
      values = List.copyOf(values);
    }

    boolean matches(JsonNode credential) {
      List<JsonNode> selected = path.select(credential);
      return values.isEmpty()
          ? !selected.isEmpty()
          : selected.stream().anyMatch(node -> values.stream().anyMatch(v -> same(v, node)));
    }

    /** 1 and 1.0 are one number of JSON, and true is not 1. */
    private static boolean same(JsonNode asked, JsonNode found) {
      return asked.isNumber() && found.isNumber()
          ? asked.decimalValue().compareTo(found.decimalValue()) == 0
          : asked.equals(found);
    }
  }

  /**
   * A combination that is wanted.
   *
   * @param options lists of credential ids, the preferred first; each id of one option is needed
   */
  public record CredentialSet(List<List<String>> options, boolean required) {
    public CredentialSet {
      options = List.copyOf(options);
    }

    private Optional<List<String>> chosen(Set<String> presented) {
      return options.stream().filter(presented::containsAll).findFirst();
    }
  }

  /** The credential query of that id. */
  public Optional<CredentialQuery> credential(String id) {
    return credentials.stream().filter(query -> query.id().equals(id)).findFirst();
  }

  /**
   * Of what was presented, what was wanted: all credentials, or of each set its first option that
   * is complete. What is left over is not to be shown.
   *
   * @throws DcqlException if something required is missing
   */
  public Set<String> wanted(Set<String> presented) throws DcqlException {
    Set<String> wanted = new LinkedHashSet<>();
    if (sets.isEmpty()) {
      credentials.forEach(query -> wanted.add(query.id()));
      if (!presented.containsAll(wanted)) {
        throw new DcqlException("a certificate that was asked for is missing");
      }
      return wanted;
    }
    List<CredentialSet> missing = new ArrayList<>();
    for (CredentialSet set : sets) {
      Optional<List<String>> option = set.chosen(presented);
      option.ifPresent(wanted::addAll);
      if (option.isEmpty() && set.required()) {
        missing.add(set);
      }
    }
    if (!missing.isEmpty()) {
      throw new DcqlException("a required combination of certificates is missing");
    }
    return wanted;
  }

  /** The claims asked for of each type, whichever alternative a wallet may choose. */
  public Map<String, Set<String>> claimsByType() {
    Map<String, Set<String>> byType = new java.util.LinkedHashMap<>();
    for (CredentialQuery query : credentials) {
      query.types().stream()
          .flatMap(Set::stream)
          .forEach(
              type ->
                  byType
                      .computeIfAbsent(type, t -> new LinkedHashSet<>())
                      .addAll(query.claimNames()));
    }
    return byType;
  }
}

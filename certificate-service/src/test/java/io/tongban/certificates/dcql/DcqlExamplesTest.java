package io.tongban.certificates.dcql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.Suites;
import io.tongban.certificates.dcql.DcqlQuery.CredentialQuery;
import io.tongban.hub.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenID4VP's published queries, answered well and badly, and queries that are none. */
class DcqlExamplesTest {
  private static final String PERSON =
      "{'vct':'https://credentials.example.com/identity_credential','family_name':'Doe',"
          + "'given_name':'Erika','address':{'street_address':'42 Road','locality':'Town'},"
          + "'postal_code':'90210','degrees':[{'type':'BSc','at':'U1'},{'type':'MSc','at':'U2'}],"
          + "'nationalities':['DE','FR'],'age':44,'over_18':true,'weight':44.0}";

  private static JsonNode json(String text) {
    return CanonicalJson.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static DcqlQuery example(String name) throws DcqlException {
    return DcqlReader.read(Suites.read("openid4vp/" + name + ".json"));
  }

  private static String shown(CredentialQuery query, String credential) {
    ObjectNode processed = (ObjectNode) json(credential);
    return query
        .answered(processed)
        .map(paths -> ClaimPath.project(processed, paths).toString().replace('"', '\''))
        .orElse("-");
  }

  @Test
  void simpleShowsWhatWasAskedForAndNothingElse() throws DcqlException {
    CredentialQuery query = example("simple").credentials().get(0);
    assertThat(query.id()).isEqualTo("my_credential");
    assertThat(query.multiple()).isFalse();
    assertThat(query.holderBinding()).isTrue();
    assertThat(shown(query, PERSON))
        .isEqualTo(
            "{'family_name':'Doe','given_name':'Erika','address':{'street_address':'42 Road'}}");
    assertThat(shown(query, "{'family_name':'Doe','given_name':'Erika','address':{}}"))
        .isEqualTo("-");
    assertThat(shown(query, "{'family_name':'Doe','given_name':'E','address':'42 Road'}"))
        .isEqualTo("-");
  }

  @Test
  void valueMatchingNeedsOneOfTheValues() throws DcqlException {
    CredentialQuery query = example("value_matching_simple").credentials().get(0);
    assertThat(shown(query, PERSON)).contains("90210");
    assertThat(shown(query, PERSON.replace("90210", "90212"))).isEqualTo("-");
    assertThat(shown(query, PERSON.replace("'90210'", "90210"))).isEqualTo("-");
  }

  @Test
  void claimSetsTakeTheFirstThatIsComplete() throws DcqlException {
    CredentialQuery query = example("claims_alternatives").credentials().get(0);
    assertThat(
            shown(query, "{'family_name':'D','postal_code':'9','date_of_birth':'x','region':'R'}"))
        .isEqualTo("{'family_name':'D','postal_code':'9','date_of_birth':'x'}");
    assertThat(
            shown(
                query,
                "{'family_name':'D','postal_code':'9','date_of_birth':'x','region':'R',"
                    + "'locality':'L'}"))
        .isEqualTo("{'family_name':'D','date_of_birth':'x','region':'R','locality':'L'}");
    assertThat(shown(query, "{'family_name':'D','date_of_birth':'x'}")).isEqualTo("-");
  }

  @Test
  void credentialSetsWantOneWholeOptionOfEach() throws DcqlException {
    DcqlQuery query = example("credentials_alternatives");
    assertThat(query.wanted(Set.of("pid"))).containsExactly("pid");
    assertThat(query.wanted(Set.of("other_pid", "nice_to_have")))
        .containsExactly("other_pid", "nice_to_have");
    assertThat(query.wanted(Set.of("pid_reduced_cred_1", "pid_reduced_cred_2"))).hasSize(2);
    assertThat(query.wanted(Set.of("pid", "other_pid", "pid_reduced_cred_1")))
        .as("what no chosen option needs is left out")
        .containsExactly("pid");
    for (Set<String> lacking :
        List.of(Set.<String>of(), Set.of("nice_to_have"), Set.of("pid_reduced_cred_1"))) {
      assertThatThrownBy(() -> query.wanted(lacking)).isInstanceOf(DcqlException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple_mdoc", "complex_mdoc", "multi_credentials"})
  void aFormatThisVerifierDoesNotReadIsRefusedByName(String name) {
    assertThatThrownBy(() -> example(name))
        .isInstanceOf(DcqlException.class)
        .hasMessageContaining("/format is not dc+sd-jwt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "['degrees',null,'type'] | {'degrees':[{'type':'BSc'},{'type':'MSc'}]}",
        "['degrees',1] | {'degrees':[{'type':'MSc','at':'U2'}]}",
        "['nationalities',null] | {'nationalities':['DE','FR']}",
        "['nationalities',2] | -",
        "['nationalities','DE'] | -",
        "['address',0] | -",
        "['address',null] | -",
        "['address'] | {'address':{'street_address':'42 Road','locality':'Town'}}",
        "['nobody'] | -",
        "['age','x'] | -",
      })
  void pathsPointAsSection7Says(String path, String expected) throws DcqlException {
    assertThat(shown(claims("{'path':" + path + "}"), PERSON)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "['age'] | [44] | true",
        "['age'] | ['44'] | false",
        "['weight'] | [44] | true",
        "['over_18'] | [true] | true",
        "['over_18'] | ['true',1] | false",
        "['nationalities',null] | ['FR'] | true",
        "['nationalities',null] | ['IT'] | false",
        "['degrees',null,'type'] | ['PhD','MSc'] | true",
      })
  void valuesMatchInTypeAndValue(String path, String values, boolean matches) throws DcqlException {
    CredentialQuery query = claims("{'path':" + path + ",'values':" + values + "}");
    assertThat(query.answered(json(PERSON)).isPresent()).isEqualTo(matches);
  }

  private static CredentialQuery claims(String claims) throws DcqlException {
    return DcqlReader.read(json(credential("'claims':[" + claims + "]"))).credentials().get(0);
  }

  private static String credential(String more) {
    return "{'credentials':[{'id':'a','format':'dc+sd-jwt','meta':{'vct_values':['v']},"
        + more
        + "}]}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null | the query is not an object",
        "{} | /credentials is not an array",
        "{'credentials':[]} | /credentials is not an array",
        "{'credentials':[1]} | /credentials/0 is not an object",
        "{'credentials':[{'id':'a b'}]} | /credentials/0/id",
        "{'credentials':[{'id':'a','format':'mso_mdoc'}]} | /credentials/0/format",
        "{'credentials':[{'id':'a','format':'dc+sd-jwt'}]} | /credentials/0/meta",
        "{'credentials':[{'id':'a','format':'dc+sd-jwt','meta':{}}]} | /meta/vct_values",
        "{'credentials':[{'id':'a','format':'dc+sd-jwt','meta':{'vct_values':['']}}]} | /vct_values/0",
        "{'credentials':[],'purpose':'x'} | has a member other than",
      })
  void whatIsNoQueryIsRefusedAtItsPlace(String query, String place) {
    assertThatThrownBy(() -> DcqlReader.read(json(query)))
        .isInstanceOf(DcqlException.class)
        .hasMessageContaining(place);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'claim':[] | has a member other than",
        "'claims':[] | /claims is not",
        "'claims':[{}] | /claims/0/path is not",
        "'claims':[{'path':[]}] | /path is not",
        "'claims':[{'path':[0]}] | /path/0 is not the name",
        "'claims':[{'path':['a',-1]}] | /path/1",
        "'claims':[{'path':['a',1.5]}] | /path/1",
        "'claims':[{'path':['cnf']}] | /path/0 tells nothing",
        "'claims':[{'path':['a']},{'path':['a']}] | asked for twice",
        "'claims':[{'path':['a'],'values':[]}] | /values is not",
        "'claims':[{'path':['a'],'values':[{}]}] | /values/0",
        "'claims':[{'path':['a']}],'claim_sets':[['x']] | /claims/0/id",
        "'claims':[{'id':'x','path':['a']}],'claim_sets':[['y']] | /claim_sets/0/0 names nothing",
        "'claims':[{'id':'x','path':['a']},{'id':'x','path':['b']}] | /claims/1/id stands twice",
        "'claim_sets':[['y']] | names nothing",
        "'trusted_authorities':[{'type':'etsi_tl','values':['x']}] | /type is not aki or openid_federation",
        "'trusted_authorities':[{'type':'aki','values':['+']}] | /values/0 is no key",
        "'multiple':'yes' | /multiple is not true or false",
        "'require_cryptographic_holder_binding':0 | is not true or false",
      })
  void whatIsNoCredentialQueryIsRefusedAtItsPlace(String more, String place) {
    assertThatThrownBy(() -> DcqlReader.read(json(credential(more))))
        .isInstanceOf(DcqlException.class)
        .hasMessageContaining(place);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | /credential_sets is not",
        "[{}] | /credential_sets/0/options",
        "[{'options':[[]]}] | /options/0 is not",
        "[{'options':[['b']]}] | names nothing",
        "[{'options':[['a']],'required':'no'}] | /required",
      })
  void whatIsNoCredentialSetIsRefusedAtItsPlace(String sets, String place) {
    String query =
        "{'credentials':[{'id':'a','format':'dc+sd-jwt','meta':{'vct_values':['v']}}],"
            + "'credential_sets':"
            + sets
            + "}";
    assertThatThrownBy(() -> DcqlReader.read(json(query)))
        .isInstanceOf(DcqlException.class)
        .hasMessageContaining(place);
  }
}

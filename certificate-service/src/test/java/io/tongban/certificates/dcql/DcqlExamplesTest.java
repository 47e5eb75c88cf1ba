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

  @Test
  void anMdocIsAskedForByDoctypeAndItsElementsByNamespace() throws DcqlException {
    CredentialQuery query = example("simple_mdoc").credentials().get(0);
    assertThat(query.format()).isEqualTo(QueryFormat.MSO_MDOC);
    assertThat(query.isFor(Set.of("org.iso.7367.1.mVRC"))).isTrue();
    assertThat(query.isFor(Set.of("org.iso.18013.5.1.mDL"))).isFalse();
    assertThat(
            shown(
                query,
                "{'org.iso.7367.1':{'vehicle_holder':'D','colour':'red'},"
                    + "'org.iso.18013.5.1':{'given_name':'J','family_name':'D'}}"))
        .isEqualTo(
            "{'org.iso.7367.1':{'vehicle_holder':'D'},"
                + "'org.iso.18013.5.1':{'given_name':'J'}}");
    assertThat(shown(query, "{'org.iso.7367.1':{'vehicle_holder':'D'}}")).isEqualTo("-");
    assertThat(example("complex_mdoc").credentials()).isNotEmpty();
    assertThat(example("multi_credentials").claimsByType().get("org.iso.7367.1.mVRC"))
        .containsExactlyInAnyOrder("vehicle_holder", "given_name");
  }

  @Test
  void aCredentialAsJwtIsAskedForByItsTypesWithTheirFullNames() throws DcqlException {
    CredentialQuery query = example("dcql_jwt_vc").credentials().get(0);
    assertThat(query.format()).isEqualTo(QueryFormat.JWT_VC_JSON);
    assertThat(query.isFor(Set.of(QueryFormat.VERIFIABLE_CREDENTIAL, "IDCredential"))).isTrue();
    assertThat(query.isFor(Set.of(QueryFormat.VERIFIABLE_CREDENTIAL))).isFalse();
    assertThat(
            shown(query, "{'credentialSubject':{'family_name':'M','given_name':'E','id':'did:x'}}"))
        .isEqualTo("{'credentialSubject':{'family_name':'M','given_name':'E'}}");
    assertThat(example("dcql_jwt_vc").claimsByType())
        .containsEntry("IDCredential", Set.of("family_name", "given_name"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'format':'ldp_vc','meta':{} | /credentials/0/format is not one of",
        "'format':'mso_mdoc','meta':{'vct_values':['v']} | /meta has a member other than",
        "'format':'mso_mdoc','meta':{'doctype_value':['v']} | /meta/doctype_value is not a text",
        "'format':'mso_mdoc','meta':{'doctype_value':'d'},'claims':[{'path':['n']}]"
            + " | /claims/0/path is not a namespace",
        "'format':'mso_mdoc','meta':{'doctype_value':'d'},'claims':[{'path':['n','e',0]}]"
            + " | /claims/0/path is not a namespace",
        "'format':'mso_mdoc','meta':{'doctype_value':'d'},'claims':[{'path':['n',0]}]"
            + " | /path/1 is not the name",
        "'format':'mso_mdoc','meta':{'doctype_value':'d'},'claims':[{'path':['n','e'],"
            + "'intent_to_retain':1}] | /claims/0/intent_to_retain",
        "'format':'dc+sd-jwt','meta':{'vct_values':['v']},'claims':[{'path':['n'],"
            + "'intent_to_retain':true}] | /claims/0 has a member other than",
        "'format':'jwt_vc_json','meta':{'type_values':['v']} | /type_values/0 is not an array",
        "'format':'jwt_vc_json','meta':{'type_values':[['VerifiableCredential']]}"
            + " | /type_values/0 names no type beyond",
        "'format':'jwt_vc_json','meta':{'type_values':[['v']]},'claims':[{'path':['issuer','x']}]"
            + " | /path is not a claim of credentialSubject",
        "'format':'jwt_vc_json','meta':{'type_values':[['v']]},"
            + "'claims':[{'path':['credentialSubject']}] | /path is not a claim",
        "'format':'jwt_vc_json','meta':{'type_values':[['v']]},"
            + "'claims':[{'path':['credentialSubject','id']}] | /path/1 tells nothing",
      })
  void eachFormatHasItsOwnRules(String members, String place) {
    assertThatThrownBy(() -> DcqlReader.read(json("{'credentials':[{'id':'a'," + members + "}]}")))
        .isInstanceOf(DcqlException.class)
        .hasMessageContaining(place);
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
        "{'credentials':[{'id':'a','format':'mso_mdoc'}]} | /credentials/0/meta",
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

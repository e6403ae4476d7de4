using System.Text.Json.Nodes;
using NsmPS.Manifests.Yaml;

namespace NsmPS.Tests.Manifests;

public class YamlTests
{
    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("a: \"1\"", """{"a":"1"}""")]
    [InlineData("a: true\nb: 'true'", """{"a":true,"b":"true"}""")]
    [InlineData("a: yes", """{"a":"yes"}""")]
    [InlineData("a: 0x1F\nb: 0o17\nc: 1e3", """{"a":31,"b":15,"c":1000}""")]
    [InlineData("a: v0.2.0\nb: 1.20.2", """{"a":"v0.2.0","b":"1.20.2"}""")]
    [InlineData("a:\nb: ~\nc: null", """{"a":null,"b":null,"c":null}""")]
    [InlineData("a: [x, {y: 1}]", """{"a":["x",{"y":1}]}""")]
    [InlineData("a: |\n  one\n  two\n", """{"a":"one\ntwo\n"}""")]
    public void Read_Scalars_FollowTheCoreSchema(string yaml, string json) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), Assert.Single(YamlReader.Read(yaml, "test"))));

    [Theory]
    [InlineData("a: 1\n---\nb: 2\n", 2)]
    [InlineData("---\n---\na: 1\n---\n# nothing\n", 1)]
    [InlineData("a: 1\r\n---\r\nb: 2\r\n...\r\n", 2)]
    [InlineData("", 0)]
    public void Read_Documents_SkipsEmptyOnes(string yaml, int count) => Assert.Equal(count, YamlReader.Read(yaml, "test").Count);

    [Theory]
    [InlineData("a: [1", "line")]
    [InlineData("- a", "mapping")]
    [InlineData("a: 1\na: 2", "stands twice")]
    [InlineData("a: &x 1\nb: *x", "anchors")]
    [InlineData("b: *x", "aliases")]
    [InlineData("{[a]: 1}", "scalar")]
    public void Read_BadYaml_NamesSourceAndRule(string yaml, string expected)
    {
        var error = Assert.Throws<NsmException>(() => YamlReader.Read(yaml, "bad.yaml"));

        Assert.Equal(NsmErrors.ManifestInvalid, error.Error);
        Assert.Contains("bad.yaml", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooDeep_IsRefused()
    {
        var error = Assert.Throws<NsmException>(() => YamlReader.Read("a: " + new string('[', 5000) + new string(']', 5000), "deep.yaml"));

        Assert.Equal(NsmErrors.ManifestInvalid, error.Error);
    }

    [Theory]
    [InlineData("""{"a":"true","b":"1","c":"null","d":"","e":"yes","f":"1:2","g":"0x1"}""")]
    [InlineData("""{"a":"one\ntwo\n","b":"- x","c":"k: v","d":"# no","e":"*x","f":"a\tb","g":" lead"}""")]
    [InlineData("""{"a":{},"b":[],"c":[{"d":[1,2.5,true,null]}]}""")]
    public void Write_AnyValue_ReadsBackTheSame(string json)
    {
        var document = JsonNode.Parse(json)!.AsObject();

        var text = YamlWriter.Write([document, document]);

        Assert.All(YamlReader.Read(text, "written"), read => Assert.True(JsonNode.DeepEquals(document, read), text));
    }
}

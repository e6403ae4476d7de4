using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Bundles;
using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Bundles;

public sealed class BundleCleanerTests
{
    private const string Token = "plain-words-token";

    private readonly BundleCleaner _cleaner = new();

    [Theory]
    [InlineData("level=info token=abc123 next", "level=info token=… next")]
    [InlineData("Authorization: Bearer abc.def-123", "Authorization: Bearer …")]
    [InlineData("https://user:word@registry/x", "https://…@registry/x")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\nnext", "…\nnext")]
    [InlineData("-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----", "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----")]
    [InlineData("two\nlines of 10.0.0.1", "two\nlines of 10.0.0.1")]
    public void Text_OfALog_KeepsLinesAndLosesSecrets(string text, string expected) => Assert.Equal(expected, _cleaner.Text(text));

    [Fact]
    public void Text_AWordLikeAKey_IsMarkedAlikeEverywhereUnlessItIsAName()
    {
        const string Name = "nsc-5d8f7b6c9d-x2k4z7q1";
        const string Key = "q7Zk3Xw9Lp2Rt5Vb8Nm1";
        var before = _cleaner.Text($"{Name} {Key} {Key}").Split(' ');
        _cleaner.Learn(Pod(Name, []));
        var after = _cleaner.Text($"{Name} {Key}").Split(' ');

        Assert.StartsWith("…", before[0], StringComparison.Ordinal);
        Assert.Equal(before[1], before[2]);
        Assert.Equal([Name, before[1]], after);
    }

    [Fact]
    public void Text_ASecretsValueInPlainWords_IsMaskedWhereverItStands()
    {
        _cleaner.Learn(new JsonObject
        {
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = "s" },
            ["data"] = new JsonObject { ["x"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(Token)) },
        });

        Assert.Equal("said *** twice: ***", _cleaner.Text($"said {Token} twice: {Token}"));
    }

    [Fact]
    public void Object_AVariableNamedLikeASecret_IsMaskedAndSoIsItsValueElsewhere()
    {
        var pod = Pod("p", new JsonObject { ["name"] = "API_TOKEN", ["value"] = Token });
        _cleaner.Learn(pod);
        var cleaned = _cleaner.Object(pod).ToJsonString();

        Assert.Contains("API_TOKEN", cleaned, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, cleaned, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, _cleaner.Text($"a log says {Token}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Object_OfASecret_HasMarksThatAreAlikeWhereTheDataAre()
    {
        var secret = new JsonObject
        {
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = "s" },
            ["data"] = new JsonObject { ["a"] = "YWFh", ["b"] = "YWFh", ["c"] = "YmJi" },
        };
        var data = _cleaner.Object(secret)["data"];

        Assert.Equal(data.Text("a"), data.Text("b"));
        Assert.NotEqual(data.Text("a"), data.Text("c"));
        Assert.StartsWith("***", Encoding.ASCII.GetString(Convert.FromBase64String(data.Text("a")!)), StringComparison.Ordinal);
        Assert.NotEqual(data.Text("a"), new BundleCleaner().Object(secret)["data"].Text("a"));
    }

    private static JsonObject Pod(string name, JsonObject variable) => new()
    {
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["env"] = new JsonArray(variable) }) },
    };
}

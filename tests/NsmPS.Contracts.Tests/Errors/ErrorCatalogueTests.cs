using System.Reflection;
using System.Text.RegularExpressions;

namespace NsmPS.Contracts.Tests.Errors;

public sealed partial class ErrorCatalogueTests
{
    private static readonly FieldInfo[] s_fields = [.. typeof(NsmErrors).GetFields().Where(field => field.FieldType == typeof(NsmError))];

    public static TheoryData<string> Ids => [.. s_fields.Select(entry => entry.Name)];

    [Fact]
    public void All_Entries_AreThoseOfTheFields()
    {
        Assert.NotEmpty(s_fields);
        Assert.Equal(s_fields.Select(field => field.Name).Order(StringComparer.Ordinal), NsmErrors.All.Keys);
    }

    [Fact]
    public void MesheryCodes_Always_AreUniqueAndInRange()
    {
        var codes = NsmErrors.All.Values.Select(error => error.MesheryCode).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(codes, code => Assert.InRange(code, 1000, 1999));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Entry_Always_IsComplete(string id)
    {
        var error = NsmErrors.All[id];

        Assert.Equal(id, error.Id);
        Assert.Matches(Noun(), error.Id);
        Assert.True(Enum.IsDefined(error.Category));
        Assert.Matches(Sentence(), error.ProbableCause);
        Assert.Matches(Sentence(), error.Remedy);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Entry_Always_IsRaisedSomewhere(string id)
    {
        var use = new Regex($@"\bNsmErrors\.{id}\b");
        var sources = Directory.EnumerateFiles(Built.Sources, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "NsmErrors.cs");

        Assert.Contains(sources, file => use.IsMatch(File.ReadAllText(file)));
    }

    [Fact]
    public void Exception_WithoutItsOwnRemedy_GivesTheCatalogues()
    {
        Assert.Equal(NsmErrors.ReleaseUnknown.Remedy, new NsmException(NsmErrors.ReleaseUnknown, "No.").Remedy);
        Assert.Equal("Do that.", new NsmException(NsmErrors.ReleaseUnknown, "No.") { Remedy = "Do that." }.Remedy);
    }

    [GeneratedRegex("^([A-Z][a-z]+)+$")]
    private static partial Regex Noun();

    [GeneratedRegex("^['A-Z].+\\.$")]
    private static partial Regex Sentence();
}

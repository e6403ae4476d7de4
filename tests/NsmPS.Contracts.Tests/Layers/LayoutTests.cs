using System.Diagnostics;
using System.Text.Json.Nodes;

namespace NsmPS.Contracts.Tests.Layers;

/// <summary>The module and its programs share one folder of libraries.</summary>
public sealed class LayoutTests
{
    private static readonly string s_libraries = Path.Combine(Built.Module, "lib");

    [Theory]
    [InlineData("NsmPS.Adapter")]
    [InlineData("NsmPS.Sandbox")]
    public void Lib_OfAProgram_HasWhatItWasBuiltWith(string program)
    {
        var wanted = JsonNode.Parse(File.ReadAllText(Path.Combine(s_libraries, program + ".deps.json")))!["targets"]!.AsObject()
            .SelectMany(target => target.Value!.AsObject())
            .SelectMany(package => package.Value!["runtime"]?.AsObject() ?? [])
            .ToDictionary(file => Path.GetFileName(file.Key), file => (string?)file.Value!["fileVersion"]);

        Assert.NotEmpty(wanted);
        Assert.All(wanted, file =>
        {
            var there = FileVersionInfo.GetVersionInfo(Path.Combine(s_libraries, file.Key)).FileVersion;
            Assert.Equal(file.Value ?? there, there);
        });
    }

    [Fact]
    public void Module_EveryLibrary_IsThereOnce()
    {
        var twice = Directory.EnumerateFiles(Built.Module, "*.dll", SearchOption.AllDirectories).GroupBy(Path.GetFileName)
            .Where(file => file.Count() > 1).Select(file => file.Key);

        // Beside the module for the session, and beside the programs.
        Assert.Equal(["NsmPS.Contracts.dll"], twice);
    }
}

using NsmPS.Console.Options;

namespace NsmPS.Console.Tests.Options;

public sealed class CommandLineParserTests
{
    [Fact]
    public void Parse_Command_TakesEverythingBehindIt()
    {
        CommandLine commandLine = CommandLineParser.Parse(["-noninteractive", "-command", "Get-Wire", "-Count", "2", "-NoLogo"]);

        Assert.Equal(CommandLineMode.Command, commandLine.Mode);
        Assert.Equal("Get-Wire -Count 2 -NoLogo", commandLine.CommandText);
        Assert.True(commandLine.NonInteractive);
        Assert.False(commandLine.NoLogo);
    }

    [Fact]
    public void Parse_File_LeavesItsArgumentsAlone()
    {
        CommandLine commandLine = CommandLineParser.Parse(["-NoLogo", "-f", "a.ps1", "-Command", "x y"]);

        Assert.Equal(CommandLineMode.File, commandLine.Mode);
        Assert.Equal("a.ps1", commandLine.ScriptPath);
        Assert.Equal(["-Command", "x y"], commandLine.ScriptArguments);
    }

    [Theory]
    [InlineData(CommandLineMode.Prompt)]
    [InlineData(CommandLineMode.Prompt, "-NoProfile", "-NoLogo")]
    [InlineData(CommandLineMode.StandardInput, "-Command", "-")]
    [InlineData(CommandLineMode.Help, "--help")]
    [InlineData(CommandLineMode.Help, "-?")]
    [InlineData(CommandLineMode.Version, "-Version")]
    internal void Parse_Options_ChooseTheMode(CommandLineMode expected, params string[] arguments) =>
        Assert.Equal(expected, CommandLineParser.Parse(arguments).Mode);

    [Theory]
    [InlineData("needs the text", "-Command")]
    [InlineData("takes nothing else", "-Command", "-", "x")]
    [InlineData("needs the path", "-File")]
    [InlineData("Unknown option", "-Commander", "x")]
    [InlineData("is not an option", "script.ps1")]
    [InlineData("is not an option", "-")]
    public void Parse_Nonsense_SaysWhatIsWrong(string reason, params string[] arguments) =>
        Assert.Contains(reason, Assert.Throws<CommandLineException>(() => CommandLineParser.Parse(arguments)).Message, StringComparison.Ordinal);
}

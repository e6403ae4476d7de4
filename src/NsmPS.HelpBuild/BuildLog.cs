using System.Diagnostics.CodeAnalysis;
using NsmPS.HelpBuild.Pages;

namespace NsmPS.HelpBuild;

/// <summary>Where MSBuild reads the errors: it takes every line of the form path(line): error ID: text for one of its own.</summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "This class is the program's only door to the console.")]
internal static class BuildLog
{
    public static void Write(PageError error) => Console.Out.WriteLine(error);
}

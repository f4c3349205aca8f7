package text

import (
	"strings"
	"sync"
)

// givenNames are first names in small letters. In the second half of "Doe, John" they show that a list is written
// last name first, in the first half that it may not be. Where nothing shows it, entries stay apart.
var givenNames = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	for _, name := range strings.Fields(strings.ToLower(manyGivenNames)) {
		known[name] = true
	}
	return known
})

const manyGivenNames = "" +
	"Aaron Abby Abdul Abdullah Abigail Ada Adam Adele Aditi Aditya Adrian Agata Agnes Agnieszka Ahmad Ahmed Ahmet Aisha " +
	"Akash Akira Alan Alana Alba Albert Alberto Alejandra Alejandro Aleksander Aleksandra Alessandra Alessandro Alessia " +
	"Alessio Alex Alexander Alexandra Alexandre Alexei Alexey Alexis Alfred Ali Alice Alicia Alina Alison Alma Amanda " +
	"Amelia Amina Amir Amit Amy Ana Anand Ananya Anastasia Anders Andrea Andreas Andrei Andres Andrew Andrey Andy Angela " +
	"Angelika Angelo Aniket Anil Anita Anja Anjali Anke Ankit Ann Anna Anne Annette Annika Anthony Antoine Anton " +
	"Antonella Antonia Antonio Anu Anya Aoi Arjun Armin Arne Arthur Artur Arturo Arun Asha Ashley Astrid Audrey August " +
	"Aurelie Ava Axel Ayesha Ayse Ayşe Barbara Bartosz Bas Bastian Bea Beata Beatrice Beatriz Ben Benedikt Bengt Benjamin " +
	"Benoit Bernd Bernhard Beth Bettina Bhavna Bianca Bill Billy Birgit Bjorn Björn Bob Bobby Bogdan Brad Bram Brenda " +
	"Brett Brian Bridget Brigitte Bruno Bryan Burak Camila Camille Carina Carl Carla Carlo Carlos Carmen Carol Carolina " +
	"Caroline Carsten Caterina Catherine Cecilia Cem Charles Charlie Charlotte Chetan Chiara Chloe Chris Christa " +
	"Christian Christiane Christina Christine Christoph Christophe Christopher Chuck Cindy Claire Clara Claudia Claudio " +
	"Claus Clemens Cody Colin Connor Corinna Craig Cristina Cynthia Daan Dagmar Dale Damian Dan Daniel Daniela Daniele " +
	"Daria Dariusz Dave David Davide Dawid Dean Debbie Deborah Dee Deepa Deepak Denise Deniz Dennis Derek Diana Diane " +
	"Didier Diego Dieter Dimitri Dirk Divya Dmitri Dmitry Dominik Dominique Don Donald Donna Dora Doris Dorota Dorothea " +
	"Doug Drew Dylan Ebru Ed Eddie Edith Edna Eduard Eduardo Edward Ekaterina Elena Elias Elif Elisa Elisabeth Elise " +
	"Elizabeth Elke Ella Ellen Elsa Elvis Emanuele Emi Emil Emilia Emilie Emily Emine Emma Emmanuel Emre Enrico Enrique " +
	"Enzo Eric Erica Erik Erika Erin Ernst Esra Esther Ethan Etta Eugen Eugene Eva Evan Eve Evelyn Ewa Fabian Fabio Fatih " +
	"Fatima Fatma Faye Federica Federico Felicia Felix Femke Fernanda Fernando Filip Finn Fiona Flora Florence Florian " +
	"Frances Francesca Francesco Francis Francisco Franck Frank Franz Franziska Fred Freddy Frederic Frederik Friedrich " +
	"Gabi Gabriel Gabriela Gabriele Gail Gary Gaurav Geert Gemma Gene Georg George Georgia Gerald Gerard Gerd Gerhard " +
	"Gerry Gertrud Giacomo Gianluca Gijs Gil Gilles Gina Giorgio Giovanni Gita Giulia Giulio Giuseppe Gloria Grace Graham " +
	"Greg Gregor Grzegorz Guido Guillaume Gunilla Gunnar Gus Gustav Gül Günter Hakan Hal Hamza Hana Hank Hanna Hannah " +
	"Hanneke Hannes Hans Harald Harish Harry Haruto Hasan Hassan Hatice Hazel Heather Hector Heidi Heike Heiko Heinrich " +
	"Heinz Helen Helena Helene Helga Helmut Hendrik Henri Henrik Henry Herbert Hermann Hiro Hiroshi Holger Holly Horst " +
	"Hubert Hugo Hüseyin Ian Ibrahim Ida Ignacio Igor Ilona Ilse Ines Inga Inge Inger Ingo Ingrid Ingvar Irena Irene " +
	"Irina Iris Isaac Isabel Isabella Isabelle Ivan Ivy Iwona Jaap Jacek Jack Jackie Jacob Jacqueline Jacques Jaime Jake " +
	"Jakob Jakub James Jan Jana Jane Janet Janina Jannik Janusz Jason Javier Jay Jean Jeff Jeffrey Jen Jenna Jennifer " +
	"Jenny Jens Jeremy Jeroen Jerry Jerzy Jess Jessica Jesus Jill Jim Jimmy Jo Joachim Joan Joana Joanna Joao Jochen Jody " +
	"Joe Joel Johan Johann Johanna Johannes John Johnny Jon Jonas Jonathan Joost Jorge Joris Jose Josef Joseph Josephine " +
	"Josh Joshua José Joy João Juan Juana Jude Judith Julia Julian Juliane Julie Julien Juliet Julius June Justin Justyna " +
	"Jutta Jörg Jürgen Kai Kamil Kara Karen Karim Karin Karl Karla Karsten Kasia Katarzyna Kate Katharina Katherine " +
	"Kathleen Kathrin Kathy Katja Katrin Kavita Kay Kazuo Keiko Keith Kelly Kemal Ken Kenji Kenneth Kenta Kerstin Kevin " +
	"Khaled Kim Kiran Kirsten Kit Kjell Klaas Klara Klaus Koen Kristin Kristina Krzysztof Kurt Kyle Lakshmi Larry Lars " +
	"Lata Laura Laurence Laurent Layla Lea Leila Lena Lennart Leo Leon Leonard Leonardo Leonie Leslie Leszek Levent Levi " +
	"Leyla Liam Lily Lina Linda Linus Lisa Lisbeth Liz Logan Lois Lola Lorena Lorenzo Lothar Lou Louis Louisa Louise Luca " +
	"Lucas Lucia Lucie Lucy Ludwig Luigi Luis Luisa Lukas Lukasz Luke Lutz Lydia Lynn Maarten Maciej Mae Magdalena Maggie " +
	"Magnus Mahmoud Maike Maja Makoto Malgorzata Mandy Manfred Manish Manuel Manuela Marc Marcel Marcello Marcin Marco " +
	"Marcos Marcus Marek Margaret Margarita Marge Margit Maria Marianne Marie Marijke Marina Mario Marion Marisa Mariusz " +
	"Mark Marko Markus Marlene Marloes Marta Martha Martina Mary María Massimo Mateusz Mathias Mathieu Mathilde Mats " +
	"Matteo Matthew Matthias Mattia Maurice Maurizio Max Maximilian May Maya Małgorzata Md Meera Meg Mehmet Meike Mel " +
	"Melanie Melissa Mercedes Mia Michael Michaela Michal Michał Michel Michele Michelle Miguel Mika Mike Mikhail Milan " +
	"Milena Milo Mira Miriam Mo Mohamed Mohammad Mohammed Mohan Molly Mona Monica Monika Muhammad Mukesh Murat Mustafa " +
	"Nadia Nadine Nancy Naoki Naomi Nat Natalia Natalie Natascha Nathalie Nathan Naveen Ned Neeraj Neha Neil Nele Nell " +
	"Nicholas Nick Nicola Nicolas Nicole Niels Nigel Nikhil Nikita Niklas Nikolai Nikolas Nils Nina Nisha Nitin Noah Noel " +
	"Nora Norbert Norma Olaf Ole Oleg Olga Oliver Olivia Olivier Omar Opal Oscar Oskar Osman Otto Ove Owen Pablo Pam " +
	"Pankaj Paola Paolo Pascal Pat Patricia Patrick Patrik Paul Paula Paulina Pauline Pawel Paweł Pedro Peg Peggy Penny " +
	"Per Petar Pete Peter Petra Phil Philip Philipp Philippe Phoebe Pia Pierre Pieter Pilar Piotr Polly Pooja Pradeep " +
	"Prakash Pranav Priya Priyanka Rachel Rafael Rahul Rainer Raj Rajesh Rakesh Ralf Ralph Ramesh Ramona Rani Raquel " +
	"Rasmus Raul Ravi Ray Rebecca Regina Reinhard Rekha Renata Renate Rene René Reza Ricardo Riccardo Richard Rick Rita " +
	"Ritu Rob Robbie Robert Roberta Roberto Robin Rod Rodrigo Roger Rohan Rohit Roland Rolf Roman Ron Ronald Ronny Rosa " +
	"Rose Rosemary Rosie Ross Roy Ruby Rudolf Rune Russ Ruth Ruud Ryan Sabine Sabrina Sachin Sakura Sal Sally Salma " +
	"Salvatore Sam Samantha Samira Samuel Sandeep Sander Sandra Sangeeta Sanjay Sanjeev Sara Sarah Sascha Satoshi Scott " +
	"Sean Sebastian Selim Selma Serena Serge Sergej Sergey Sergio Serkan Shalini Shankar Shilpa Shirin Shivani Shreya Sid " +
	"Siddharth Sigrid Sigurd Silke Silvia Simon Simona Simone Sjoerd Slawomir Sneha Sofia Sofie Sonia Sonja Sophia Sophie " +
	"Sota Stan Stefan Stefania Stefanie Stefano Steffen Stella Stephan Stephanie Stephen Steve Steven Stig Stu Stuart Sue " +
	"Sunil Sunita Suresh Susan Susana Susanne Suzanne Sven Svenja Svetlana Swati Sylvia Sylvie Søren Takashi Takeshi " +
	"Tamara Tania Tanja Tara Tarun Tatiana Ted Teresa Terry Tess Theo Theodor Theresa Thierry Thijs Thomas Thorsten Tia " +
	"Tilda Tim Timo Timothy Tina Tobias Toby Todd Tom Tomas Tomasz Tommaso Tony Torsten Tove Tracey Tracy Trine Trudy Udo " +
	"Ufuk Ulf Ulrich Ulrike Uma Ursula Usha Ute Uwe Val Valentin Valentina Valeria Vanessa Varun Vera Verena Veronica " +
	"Veronika Vic Vicky Victor Victoria Viggo Vijay Vikram Viktor Viktoria Vinay Vincent Vincenzo Vinod Viola Virginia " +
	"Viv Vivek Vivian Vladimir Volkan Volker Wade Walter Waltraud Wanda Wendy Werner Wes Wilhelm Will William Wilma Wim " +
	"Wojciech Wolfgang Wouter Xavier Yann Yannick Yash Yasmin Yoko Yosef Youssef Yui Yuki Yumi Yuri Yusuf Yuto Yves " +
	"Yvonne Zack Zara Zbigniew Zeynep Zoe Zofia Zoë Åsa Ömer Łukasz Γιάννης Γιώργος Δημήτρης Ελένη Κώστας Μαρία Νίκος " +
	"Александр Алексей Анастасия Андрей Анна Антон Борис Вера Виктор Владимир Галина Дмитрий Евгений Екатерина Елена Иван " +
	"Игорь Ирина Константин Людмила Максим Мария Михаил Наталья Николай Ольга Павел Петр Пётр Роман Светлана Сергей " +
	"Татьяна Юлия Юрий "
